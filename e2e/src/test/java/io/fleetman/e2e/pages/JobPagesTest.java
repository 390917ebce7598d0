package io.fleetman.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.Rung;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pages of jobs in Chromium, with an execution on 500 nodes. */
class JobPagesTest {
  private static final Path PICTURES = Path.of("target/pages").toAbsolutePath();

  private static final double PATIENCE = Duration.ofMinutes(3).toMillis();

  @Test
  void theyHoldFiveHundredNodesInEveryLook() {
    Rung.BROWSER.require();
    JobScene scene = new JobScene();
    try (Chromium chromium = Chromium.start();
        ServedScene served = new ServedScene(scene.store)) {
      String base = served.base;
      String large = "/b/main/jobs/executions/" + scene.large;
      Set<String> pages =
          new LinkedHashSet<>(
              List.of(
                  large,
                  large + "?status=failed",
                  large + "/nodes/" + JobScene.node(33),
                  large + "/nodes/" + JobScene.node(33) + "?q=half",
                  large + "/nodes/" + JobScene.node(7),
                  "/b/main/jobs",
                  "/b/main/jobs/run",
                  "/b/main/jobs/run?template=install-packages",
                  "/b/main/jobs/run?again=" + scene.large,
                  "/b/main/jobs/templates",
                  "/b/main/jobs/templates/health-check",
                  "/b/main/nodes/" + JobScene.node(7) + "/jobs"));
      List<Visit> visits = pages.stream().map(path -> Visit.at(base, path)).toList();
      Inspector inspector = new Inspector(PICTURES.resolve("jobs"));
      inspector.look(chromium.browser(), visits, Look.DESKTOP, true);
      inspector.look(chromium.browser(), visits, Look.PHONE_NIGHT, true);
      inspector.look(chromium.browser(), visits, Look.NIGHT, false);
      inspector.look(chromium.browser(), visits, Look.PHONE, false);
      assertThat(inspector.problems()).isEmpty();
      everyNodeCanBeRead(chromium.browser(), base + large);
      previewOfFiveHundred(chromium.browser(), base + "/b/main/jobs/run");
    }
  }

  private static void everyNodeCanBeRead(Browser browser, String large) {
    try (Page page = browser.newPage()) {
      page.setDefaultTimeout(PATIENCE);
      page.navigate(large);
      Locator cells = page.locator(".job-grid .job-cell");
      assertThat(cells.count()).isEqualTo(JobScene.NODES);
      Object cut =
          page.evaluate(
              """
              () => [...document.querySelectorAll('.job-cell')]
                .filter((c) => c.scrollWidth > c.clientWidth + 1).map((c) => c.textContent)
              """);
      assertThat((List<?>) cut).isEmpty();
      picture(page, "five-hundred");
      page.locator(".job-counts")
          .getByRole(AriaRole.LINK)
          .filter(new Locator.FilterOptions().setHasText("Failed"))
          .click();
      page.waitForURL("**?status=failed");
      assertThat(cells.count()).isEqualTo(JobScene.NODES / 50);
    }
  }

  private static void previewOfFiveHundred(Browser browser, String form) {
    try (Page page = browser.newPage()) {
      List<String> complaints = Chromium.complaints(page);
      page.setDefaultTimeout(PATIENCE);
      page.navigate(form);
      page.locator("#script").fill("systemctl is-active nginx");
      page.locator("#field-selector").fill("disk=ssd");
      page.locator("#field-concurrent").fill("10%");
      page.locator("input[name=dead]").check(); // on a slow machine they are by now
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Preview")).click();
      page.getByText("Would run on 500 nodes").waitFor();
      assertThat(page.locator(".job-grid .job-cell").count()).isEqualTo(JobScene.NODES);
      picture(page, "run-preview");
      page.locator("#field-nodes").fill("edge-001, edge-002 edge-003");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Preview")).click();
      page.getByText("Would run on 3 nodes").waitFor();
      picture(page, "run");
      assertThat(complaints).isEmpty();
    }
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PICTURES.resolve("jobs/" + name + ".png"))
            .setFullPage(true));
  }
}
