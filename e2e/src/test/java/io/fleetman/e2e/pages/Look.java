package io.fleetman.e2e.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/**
 * How a page is looked at.
 *
 * @param name for the picture's file
 * @param width of the window in CSS pixels
 * @param height of the window
 * @param scheme what the system says it prefers
 */
record Look(String name, int width, int height, ColorScheme scheme) {
  static final Look DESKTOP = new Look("desktop-light", 1280, 800, ColorScheme.LIGHT);
  static final Look NIGHT = new Look("desktop-dark", 1280, 800, ColorScheme.DARK);
  static final Look PHONE = new Look("phone-light", 390, 844, ColorScheme.LIGHT);
  static final Look PHONE_NIGHT = new Look("phone-dark", 390, 844, ColorScheme.DARK);

  /** A browser's window that has it. */
  Browser.NewContextOptions window() {
    return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
  }
}
