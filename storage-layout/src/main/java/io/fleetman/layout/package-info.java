/**
 * Names and keys: everything that becomes a key in the bucket or a path on a node is built and
 * parsed here.
 */
@NullMarked
package io.fleetman.layout;

import org.jspecify.annotations.NullMarked;
