/** The portal's pages of manifests and resource profiles. */
@NullMarked
package io.fleetman.controller.portal.manifest;

import org.jspecify.annotations.NullMarked;
