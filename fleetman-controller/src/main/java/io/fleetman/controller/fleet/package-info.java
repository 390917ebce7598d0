/** The fleet as it is: opening it, reading it, following what nodes do. */
@NullMarked
package io.fleetman.controller.fleet;

import org.jspecify.annotations.NullMarked;
