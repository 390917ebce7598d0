/** The window: one live page that shows a fleet, and the controller's own health. */
@NullMarked
package io.fleetman.controller.web;

import org.jspecify.annotations.NullMarked;
