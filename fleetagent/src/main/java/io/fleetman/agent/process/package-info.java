/** The one place that runs other programs: commands are values, every run has an end. */
@NullMarked
package io.fleetman.agent.process;

import org.jspecify.annotations.NullMarked;
