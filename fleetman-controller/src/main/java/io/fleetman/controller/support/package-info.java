/**
 * What every feature stands on: an open fleet, refusals as sentences, bounded fan-out, listings.
 */
@NullMarked
package io.fleetman.controller.support;

import org.jspecify.annotations.NullMarked;
