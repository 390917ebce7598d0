/**
 * Looks at the doorbell, and at all triggers when it rang: the one way by which intent comes in.
 */
@NullMarked
package io.fleetman.agent.poll;

import org.jspecify.annotations.NullMarked;
