/** What the agent says in the bucket: heartbeat, status and history of cells, the node's report. */
@NullMarked
package io.fleetman.agent.report;

import org.jspecify.annotations.NullMarked;
