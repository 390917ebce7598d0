/** The portal's pages of cells: lists, a cell, its overrides and versions. */
@NullMarked
package io.fleetman.controller.portal.cell;

import org.jspecify.annotations.NullMarked;
