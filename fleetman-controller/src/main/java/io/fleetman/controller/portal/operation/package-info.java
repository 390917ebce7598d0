/** The portal's pages of long work that goes on behind an answer. */
@NullMarked
package io.fleetman.controller.portal.operation;

import org.jspecify.annotations.NullMarked;
