/**
 * The frame of portal and REST API. A request goes from bucket to principal to permission to an
 * area's handler; {@link io.fleetman.controller.web.Area} is where to begin.
 */
@NullMarked
package io.fleetman.controller.web;

import org.jspecify.annotations.NullMarked;
