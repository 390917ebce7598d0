/** What is on the host, and what is no longer as the agent left it. */
@NullMarked
package io.fleetman.agent.host;

import org.jspecify.annotations.NullMarked;
