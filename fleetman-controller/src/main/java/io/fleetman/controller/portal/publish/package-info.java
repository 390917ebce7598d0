/** The portal's pages of publishing: choosing, looking at what changes, following. */
@NullMarked
package io.fleetman.controller.portal.publish;

import org.jspecify.annotations.NullMarked;
