/** The bucket as it is: raw keys, what they mean, and changes of them with eyes open. */
@NullMarked
package io.fleetman.controller.storage;

import org.jspecify.annotations.NullMarked;
