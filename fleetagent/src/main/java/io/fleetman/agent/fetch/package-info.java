/** Gets files from the store, in parallel, and verifies them while they stream. */
@NullMarked
package io.fleetman.agent.fetch;

import org.jspecify.annotations.NullMarked;
