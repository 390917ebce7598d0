/** Which package may know which. */
@NullMarked
package io.fleetman.architecture;

import org.jspecify.annotations.NullMarked;
