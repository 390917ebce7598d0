/** The portal's page at which the REST API is read and tried. */
@NullMarked
package io.fleetman.controller.portal.reference;

import org.jspecify.annotations.NullMarked;
