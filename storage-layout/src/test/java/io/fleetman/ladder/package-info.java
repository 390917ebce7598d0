/** Which rungs of the test ladder ran, so that a missing one never looks like one that passed. */
@NullMarked
package io.fleetman.ladder;

import org.jspecify.annotations.NullMarked;
