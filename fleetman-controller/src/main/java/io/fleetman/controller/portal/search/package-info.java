/** The portal's search over what is known of a fleet. */
@NullMarked
package io.fleetman.controller.portal.search;

import org.jspecify.annotations.NullMarked;
