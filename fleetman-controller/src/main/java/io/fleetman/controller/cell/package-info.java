/** Cells: a manifest mapped onto a node, its variables and overrides, and how cells are named. */
@NullMarked
package io.fleetman.controller.cell;

import org.jspecify.annotations.NullMarked;
