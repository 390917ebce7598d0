/** The port to an S3-compatible store, and typed documents on top of it. */
@NullMarked
package io.fleetman.store;

import org.jspecify.annotations.NullMarked;
