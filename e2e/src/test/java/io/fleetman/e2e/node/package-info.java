/** Real Debian machines, in containers, for tests to run an agent on. */
@NullMarked
package io.fleetman.e2e.node;

import org.jspecify.annotations.NullMarked;
