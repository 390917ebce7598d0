/** Jobs as operators see them: targets, executions, templates, output, and what is kept. */
@NullMarked
package io.fleetman.controller.job;

import org.jspecify.annotations.NullMarked;
