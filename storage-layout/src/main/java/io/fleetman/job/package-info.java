/** Jobs as both sides know them: their documents, and the states of what runs. */
@NullMarked
package io.fleetman.job;

import org.jspecify.annotations.NullMarked;
