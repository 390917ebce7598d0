/** Jobs on real nodes and real agents, each state reached by its real cause. */
@NullMarked
package io.fleetman.e2e.job;

import org.jspecify.annotations.NullMarked;
