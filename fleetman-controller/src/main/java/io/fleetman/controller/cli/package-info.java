/** The commands of {@code fleetman}: they ask, call the domain's operations, and show. */
@NullMarked
package io.fleetman.controller.cli;

import org.jspecify.annotations.NullMarked;
