/** The portal's pages of deployments: versions, their files, comparison, recycle bin, orphans. */
@NullMarked
package io.fleetman.controller.portal.deployment;

import org.jspecify.annotations.NullMarked;
