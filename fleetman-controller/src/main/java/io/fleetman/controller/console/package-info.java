/**
 * What every command stands on: the terminal, the options that all share, and the store, opened
 * when it is first needed.
 */
@NullMarked
package io.fleetman.controller.console;

import org.jspecify.annotations.NullMarked;
