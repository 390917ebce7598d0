/** What the agent remembers of its cells across restarts, on the node's own disk. */
@NullMarked
package io.fleetman.agent.journal;

import org.jspecify.annotations.NullMarked;
