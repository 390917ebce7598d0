/** Every page of the portal in a real browser: at each width, in light and dark, empty and full. */
@NullMarked
package io.fleetman.e2e.pages;

import org.jspecify.annotations.NullMarked;
