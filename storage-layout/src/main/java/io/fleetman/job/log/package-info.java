/** The output of jobs: how both streams lie in one log, and what of it is masked. */
@NullMarked
package io.fleetman.job.log;

import org.jspecify.annotations.NullMarked;
