/** A whole fleet on one machine, to see it work: store, controller, one node, one service. */
@NullMarked
package io.fleetman.controller.demo;

import org.jspecify.annotations.NullMarked;
