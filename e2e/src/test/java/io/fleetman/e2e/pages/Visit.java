package io.fleetman.e2e.pages;

import com.microsoft.playwright.Page;
import java.util.function.Consumer;

/**
 * A page to look at, and how one comes to it: by its address, or by filling in a form.
 *
 * @param name for the picture's file, and for what is said of it
 * @param way what a reader does in a fresh tab
 */
record Visit(String name, Consumer<Page> way) {
  /** By its address. */
  static Visit at(String base, String path) {
    return new Visit(path, page -> page.navigate(base + path));
  }

  /** The name as a file's. */
  String file() {
    String name = name().replaceFirst("^/b/main/", "").replaceAll("[^A-Za-z0-9.-]+", "_");
    return (name.length() > 80 ? name.substring(0, 80) : name) + ".png";
  }
}
