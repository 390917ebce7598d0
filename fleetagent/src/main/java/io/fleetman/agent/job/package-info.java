/** Takes this node's share of jobs, runs it step by step, and says what came of it. */
@NullMarked
package io.fleetman.agent.job;

import org.jspecify.annotations.NullMarked;
