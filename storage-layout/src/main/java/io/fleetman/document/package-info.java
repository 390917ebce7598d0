/** The documents in the bucket, as records. Pure: no I/O, no clock. */
@NullMarked
package io.fleetman.document;

import org.jspecify.annotations.NullMarked;
