package io.fleetman.e2e.pages;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import io.fleetman.e2e.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Looks at pages and says what is wrong with each: errors in the console, what axe-core finds, what
 * is wider than the window, cut off or on top of something else. Keeps a picture of each.
 */
final class Inspector {
  private static final String LAYOUT = read("layout.js");
  // As much of a long page as somebody might scroll through.
  private static final int TALLEST = 2400;

  private final Path pictures;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param pictures the folder for them
   */
  Inspector(Path pictures) {
    this.pictures = pictures;
  }

  /** Looks at each of them as somebody who did not sign in. */
  void look(Browser browser, Collection<Visit> visits, Look look, boolean axe) {
    try (BrowserContext context = browser.newContext(look.window())) {
      look(context, visits, look, axe);
    }
  }

  /**
   * Looks at each of them.
   *
   * @param context a browser's window that has the look
   */
  void look(BrowserContext context, Collection<Visit> visits, Look look, boolean axe) {
    Page page = context.newPage();
    List<String> console = Chromium.complaints(page);
    for (Visit visit : visits) {
      console.clear();
      String where = look.name() + " " + visit.name() + ": ";
      try {
        visit.way().accept(page);
        page.waitForLoadState();
        if (page.locator("#reference").count() > 0) {
          page.locator(".swagger-ui .opblock-tag").first().waitFor();
        }
      } catch (PlaywrightException e) {
        problems.add(where + "cannot be come to: " + e.getMessage()); // the others still can
        continue;
      }
      picture(page, look, visit);
      console.forEach(said -> problems.add(where + "console: " + said));
      problem(where, () -> layout(page));
      if (axe) {
        problem(where, () -> violations(page));
      }
    }
    page.close();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  /** What is wrong with how the page is laid out, in words; empty if nothing is. */
  static String layout(Page page) {
    return (String) page.evaluate(LAYOUT);
  }

  private void picture(Page page, Look look, Visit visit) {
    Object height = page.evaluate("() => document.documentElement.scrollHeight");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setClip(
                0,
                0,
                look.width(),
                Math.min(TALLEST, Math.max(look.height(), ((Number) height).intValue())))
            .setPath(pictures.resolve(look.name()).resolve(visit.file())));
  }

  private void problem(String where, Supplier<String> found) {
    String problem = found.get();
    if (!problem.isEmpty()) {
      problems.add(where + problem);
    }
  }

  private static String violations(Page page) {
    AxeBuilder axe = new AxeBuilder(page);
    if (page.locator("#reference").count() > 0) {
      // A component of another project, as it is, with a main landmark of its own.
      axe.exclude("#reference").disableRules(List.of("landmark-no-duplicate-main"));
    }
    List<Rule> found = axe.analyze().getViolations();
    return String.join("; ", found.stream().map(Inspector::words).toList());
  }

  private static String words(Rule rule) {
    return "axe "
        + rule.getId()
        + " ("
        + rule.getHelp()
        + "): "
        + rule.getNodes().getFirst().getHtml()
        + " "
        + rule.getNodes().getFirst().getFailureSummary().replace('\n', ' ');
  }

  private static String read(String name) {
    try (InputStream in = Objects.requireNonNull(Inspector.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
