/**
 * An S3 store inside this process, over a folder, for one machine: what {@code fleetman store} and
 * {@code fleetman demo} run, and what tests use where no other store is at hand.
 *
 * <p>s3proxy speaks the protocol and reads and lists the files. Writing is this package's: s3proxy
 * checks {@code If-Match} first and writes later, so two writers can both win; and it writes under
 * a temporary name inside the bucket, so half a file can be listed. See {@link
 * io.fleetman.embedded.AtomicBlobStore} for how both are closed.
 */
@NullMarked
package io.fleetman.embedded;

import org.jspecify.annotations.NullMarked;
