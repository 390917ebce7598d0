package io.fleetman.e2e.job;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.LocalAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job in a browser, on three agents: run, followed, canceled in part, retried, run again. */
class JobsInBrowserTest {
  private static final double PATIENCE = Duration.ofMinutes(3).toMillis();
  private static final Pattern EXECUTION = Pattern.compile(".*/jobs/executions/[^/]+$");

  @TempDir Path folder;

  private final Path pictures = Path.of(System.getProperty("fleetman.pictures", "target/pictures"));

  // The one test sets them as it begins.
  @SuppressWarnings("NullAway.Init")
  private Page page;

  @SuppressWarnings("NullAway.Init")
  private String base;

  @BeforeEach
  void inABrowser() {
    Rung.BROWSER.require();
  }

  @Test
  void aJobIsRunFollowedCanceledRetriedAndRunAgain() throws IOException {
    try (Fleet fleet = Fleet.init(folder);
        LocalAgent one = agent(fleet, "run-1");
        LocalAgent two = agent(fleet, "run-2");
        LocalAgent three = agent(fleet, "run-3");
        Chromium chromium = Chromium.start()) {
      page = chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
      page.setDefaultTimeout(PATIENCE);
      List<String> complaints = Chromium.complaints(page);
      page.navigate(fleet.portal() + "/");
      base = page.url().replaceFirst("/fleet$", "");
      page.navigate(base + "/nodes");
      for (LocalAgent agent : List.of(one, two, three)) {
        assertThat(agent.process().isAlive()).isTrue();
      }
      says("run-1");
      says("run-2");
      says("run-3");

      fillTheForm();
      String first = page.url();
      follow();
      cancelOn("run-1");
      Files.createFile(folder.resolve("go"));
      whatBecameOfIt(first);
      searchAndDownload(first);
      Files.createFile(folder.resolve("mended"));
      retry(first);
      runAgain(first);
      page.navigate(base + "/nodes/run-1/jobs");
      says("Canceled");
      assertThat(page.locator("tbody tr")).hasCount(3);
      // A browser notes down that a form was refused, which is what one of them was to be.
      assertThat(complaints)
          .as("what the browser complained about")
          .allMatch(c -> c.contains("status of 422"))
          .hasSizeLessThan(2);
    }
  }

  private LocalAgent agent(Fleet fleet, String node) {
    Path own = folder.resolve("agent-" + node);
    return LocalAgent.start(
        fleet, own, node, "", "jobs: {folder: " + own.resolve("attempts") + "}\n");
  }

  // One node fails until it is mended; all wait for a file, so that they can be watched.
  private String script() {
    return """
    printf '\\033[32mready\\033[0m\\n'; echo careful >&2
    while [ ! -e %1$s/go ]; do sleep 0.2; done
    case "$PWD" in *agent-run-2*) [ -e %1$s/mended ] || exit 7;; esac
    echo rotated
    """
        .formatted(folder);
  }

  private void fillTheForm() {
    page.navigate(base + "/jobs/run");
    page.locator("#script").fill(script());
    page.locator("#field-name").fill("Rotate");
    page.getByText("All nodes", new Page.GetByTextOptions().setExact(true)).click();
    page.locator("#field-concurrent").fill("many");
    press("Preview");
    assertThat(page.locator("#about-field-concurrent")).containsText("such as 10%", patiently());
    assertThat(page.locator("#field-concurrent")).hasAttribute("aria-invalid", "true");
    page.locator("#field-concurrent").fill("100%");
    page.getByText("When, retries, output").click();
    page.locator("#field-outputLimit").fill("10M");
    press("Preview");
    says("Would run on 3 nodes");
    assertThat(page.locator("#script")).hasValue(script());
    page.getByText("Do this with the CLI").click();
    assertThat(page.getByLabel("Command", new Page.GetByLabelOptions().setExact(true)))
        .containsText("fleetman run --all --max-concurrent 100% --output-limit 10M");
    picture("job-run");
    press("Run");
    page.waitForURL(EXECUTION);
    says("In progress 3");
  }

  private void follow() {
    page.locator(".job-grid").getByText("run-1").click();
    says("Shown as it comes");
    assertThat(page.locator("#output .ansi-2")).containsText("ready", patiently());
    assertThat(page.locator("#output .line-err")).containsText("careful", patiently());
  }

  private void cancelOn(String node) {
    press("Cancel here");
    page.locator("#cancel")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel here"))
        .click();
    says("Canceled");
    assertThat(page.locator(".heading h1")).hasText(node);
  }

  private void whatBecameOfIt(String first) {
    page.navigate(first);
    says("Succeeded 1");
    says("Failed 1");
    says("Canceled 1");
    says("exit code 7");
    picture("job-execution");
  }

  private void searchAndDownload(String first) throws IOException {
    page.navigate(first + "/nodes/run-3");
    page.locator("#q").fill("ROTATED");
    press("Search");
    assertThat(page.locator("#output .line")).hasText(new String[] {"rotated"});
    Download download =
        page.waitForDownload(
            () ->
                page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download"))
                    .click());
    assertThat(Files.readString(download.path()))
        .contains("ready")
        .contains("careful")
        .contains("rotated\n");
  }

  private void retry(String first) {
    page.navigate(first);
    press("Retry the failed ones");
    page.waitForURL(url -> EXECUTION.matcher(url).matches() && !url.equals(first));
    says("Succeeded 2");
    assertThat(page.locator(".job-grid .job-cell")).hasCount(2);
    assertThat(page.locator(".job-facts")).containsText(first.replaceFirst(".*/", ""));
  }

  private void runAgain(String first) {
    page.navigate(first);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Run again")).click();
    assertThat(page.locator("#script")).hasValue(script());
    assertThat(page.locator("#field-concurrent")).hasValue("100%");
    assertThat(page.locator("#field-outputLimit")).hasValue("10M");
    press("Preview");
    says("Would run on 3 nodes");
    press("Run");
    page.waitForURL(EXECUTION);
    says("Succeeded 3");
    assertThat(page.locator(".job-group").first()).containsText("3 nodes", patiently());
    picture("job-again");
  }

  private static LocatorAssertions.ContainsTextOptions patiently() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private void says(String text) {
    assertThat(page.locator("#main")).containsText(text, patiently());
  }

  private void press(String button) {
    page.locator("#main")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")).setFullPage(true));
  }
}
