package io.fleetman.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A real browser without a window: Debian's Chromium, told what to do by Playwright. */
public final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  /** How htmx tells that somebody left a page while it asked what is new: no fault of the page. */
  private static final Set<String> PAGE_LEFT =
      Set.of(
          "htmx:afterRequest, [object HTMLDivElement]", "htmx:sendAbort, [object HTMLDivElement]");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking")));
  }

  /** Why there is none on this machine; empty if there is. */
  static Optional<String> obstacle() {
    return Files.isExecutable(PROGRAM)
        ? Optional.empty()
        : Optional.of(PROGRAM + " is missing: install Debian's chromium");
  }

  /** Starts it; the browser is this machine's, so none is downloaded. */
  public static Chromium start() {
    return new Chromium(
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
  }

  public Browser browser() {
    return browser;
  }

  /**
   * What the browser says against a page from now on: errors and warnings of its console, and
   * exceptions of its scripts. The list grows while the page is used.
   */
  public static List<String> complaints(Page page) {
    List<String> said = new ArrayList<>();
    page.onConsoleMessage(
        m -> {
          boolean bad = m.type().equals("error") || m.type().equals("warning");
          if (bad && !PAGE_LEFT.contains(m.text())) {
            said.add(m.text());
          }
        });
    page.onPageError(said::add);
    return said;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
