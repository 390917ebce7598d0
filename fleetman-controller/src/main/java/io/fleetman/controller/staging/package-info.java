/** Staging: files that lie ready to be picked for deployments. */
@NullMarked
package io.fleetman.controller.staging;

import org.jspecify.annotations.NullMarked;
