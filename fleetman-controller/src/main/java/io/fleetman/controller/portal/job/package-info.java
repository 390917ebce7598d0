/** The portal's pages of jobs. */
@NullMarked
package io.fleetman.controller.portal.job;

import org.jspecify.annotations.NullMarked;
