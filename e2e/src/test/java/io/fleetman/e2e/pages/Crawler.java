package io.fleetman.e2e.pages;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import io.fleetman.e2e.Chromium;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows every link of the portal, one of each kind, and says what is wrong with each page: errors
 * in the console, what axe-core finds, what is wider than the window.
 */
final class Crawler {
  private static final int MOST = 60;

  private final Browser browser;
  private final String base;
  private final String scene;
  private final Path pictures;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param base where the controller is, without a slash at its end
   * @param scene for the pictures' names
   */
  Crawler(Browser browser, String base, String scene, Path pictures) {
    this.browser = browser;
    this.base = base;
    this.scene = scene;
    this.pictures = pictures;
  }

  /** The pages that can be reached, one of each kind. */
  Set<String> pages(String... from) {
    Set<String> pages = new LinkedHashSet<>();
    Set<String> kinds = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(from));
    try (BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      while (!next.isEmpty() && pages.size() < MOST) {
        String path = next.poll();
        if (!kinds.add(kind(path))) {
          continue;
        }
        Response response = open(page, path);
        if (response == null) {
          continue;
        }
        if (!response.headers().getOrDefault("content-type", "").startsWith("text/html")) {
          continue;
        }
        pages.add(path);
        if (response.status() >= 400) {
          problems.add(path + " answers " + response.status());
        }
        @SuppressWarnings("unchecked")
        List<String> links =
            (List<String>)
                page.evaluate(
                    "() => [...document.querySelectorAll('a[href]:not([download])')]"
                        + ".map(a => a.getAttribute('href'))");
        for (String link : links) {
          if (link.startsWith("/") && !link.startsWith("/health") && !link.startsWith("/api/")) {
            next.add(link.replaceFirst("#.*", ""));
          }
        }
      }
    }
    return pages;
  }

  // Null if it is a download, which is no page.
  private @Nullable Response open(Page page, String path) {
    try {
      return page.navigate(base + path);
    } catch (PlaywrightException e) {
      if (String.valueOf(e.getMessage()).contains("Download is starting")) {
        return null;
      }
      throw e;
    }
  }

  /** Looks at each of them so. */
  void look(Set<String> pages, Look look, boolean axe) {
    try (BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.scheme()))) {
      Page page = context.newPage();
      List<String> console = Chromium.complaints(page);
      for (String path : pages) {
        console.clear();
        page.navigate(base + path);
        page.waitForLoadState();
        if (page.locator("#reference").count() > 0) {
          page.locator(".swagger-ui .opblock-tag").first().waitFor();
        }
        String where = scene + " " + look.name() + " " + path + ": ";
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(pictures.resolve(scene + "/" + look.name() + "/" + name(path) + ".png")));
        console.forEach(said -> problems.add(where + "console: " + said));
        problem(where, () -> wide(page));
        if (axe) {
          problem(where, () -> violations(page));
        }
      }
    }
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  private void problem(String where, Supplier<String> found) {
    String problem = found.get();
    if (!problem.isEmpty()) {
      problems.add(where + problem);
    }
  }

  private static String wide(Page page) {
    return (String)
        page.evaluate(
            """
            () => {
              const most = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= most) return '';
              const wide = [...document.querySelectorAll('main *, header *')]
                .filter((e) => !e.closest('.sections') && e.getBoundingClientRect().right > most + 1)
                .slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
              return 'wider than the window: ' + wide.join(' | ');
            }
            """);
  }

  private static String violations(Page page) {
    AxeBuilder axe = new AxeBuilder(page);
    if (page.locator("#reference").count() > 0) {
      // A component of another project, as it is, with a main landmark of its own.
      axe.exclude("#reference").disableRules(List.of("landmark-no-duplicate-main"));
    }
    List<Rule> found = axe.analyze().getViolations();
    return String.join(
        "; ",
        found.stream()
            .map(
                rule ->
                    "axe "
                        + rule.getId()
                        + " ("
                        + rule.getHelp()
                        + "): "
                        + rule.getNodes().getFirst().getHtml()
                        + " "
                        + rule.getNodes().getFirst().getFailureSummary().replace('\n', ' '))
            .toList());
  }

  // One node is like another: names and versions do not make another kind of page, parameters do.
  private static String kind(String path) {
    return path.replaceAll("(node-\\d+)", "*")
        .replaceAll("/(web|1\\.\\d)(?=[/?]|$)", "/*")
        .replaceAll("=[^&]*", "=*")
        .replaceAll("/20\\d{6}t[0-9a-z-]+", "/*");
  }

  private static String name(String path) {
    String name = path.replaceFirst("^/b/main/", "").replaceAll("[^A-Za-z0-9.-]+", "_");
    return name.length() > 80 ? name.substring(0, 80) : name;
  }
}
