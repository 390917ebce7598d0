/** The use case behind one command: a folder becomes a running service. */
@NullMarked
package io.fleetman.controller.deploy;

import org.jspecify.annotations.NullMarked;
