/** The portal's pages of nodes, and of how a machine becomes one. */
@NullMarked
package io.fleetman.controller.portal.node;

import org.jspecify.annotations.NullMarked;
