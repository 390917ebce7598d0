/** The portal's page of the fleet as a whole. */
@NullMarked
package io.fleetman.controller.portal.fleet;

import org.jspecify.annotations.NullMarked;
