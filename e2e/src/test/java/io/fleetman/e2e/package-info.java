/** What a user meets, with real stores, real nodes and whole processes. */
@NullMarked
package io.fleetman.e2e;

import org.jspecify.annotations.NullMarked;
