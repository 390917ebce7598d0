/** The portal's browser over the bucket's raw keys, and what the store probe found. */
@NullMarked
package io.fleetman.controller.portal.storage;

import org.jspecify.annotations.NullMarked;
