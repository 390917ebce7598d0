/** Snapshots and triggers: what makes a cell become something else. */
@NullMarked
package io.fleetman.controller.publish;

import org.jspecify.annotations.NullMarked;
