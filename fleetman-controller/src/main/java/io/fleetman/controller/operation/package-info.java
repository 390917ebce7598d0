/**
 * Long work that goes on behind an answer, written down so that every controller can tell of it.
 */
@NullMarked
package io.fleetman.controller.operation;

import org.jspecify.annotations.NullMarked;
