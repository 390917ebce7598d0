@NullMarked
package io.fleetman.killpoint;

import org.jspecify.annotations.NullMarked;
