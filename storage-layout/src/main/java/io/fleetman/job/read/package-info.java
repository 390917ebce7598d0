/** Job documents as people write them: validated by their JSON Schema, and read into one form. */
@NullMarked
package io.fleetman.job.read;

import org.jspecify.annotations.NullMarked;
