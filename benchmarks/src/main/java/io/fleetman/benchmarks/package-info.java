/**
 * Measures whole processes beside their peers, and writes what came of it into the documentation.
 */
@NullMarked
package io.fleetman.benchmarks;

import org.jspecify.annotations.NullMarked;
