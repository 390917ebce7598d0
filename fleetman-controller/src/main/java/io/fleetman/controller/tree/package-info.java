/** Local files and archives on their way into a tree: scanned, hashed, put. */
@NullMarked
package io.fleetman.controller.tree;

import org.jspecify.annotations.NullMarked;
