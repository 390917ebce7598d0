/** Works on cells: one worker each, so that none holds up another. */
@NullMarked
package io.fleetman.agent.work;

import org.jspecify.annotations.NullMarked;
