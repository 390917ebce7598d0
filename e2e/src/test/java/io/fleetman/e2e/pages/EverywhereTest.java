package io.fleetman.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.Rung;
import io.fleetman.store.FaultyObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every page of the portal does, in a real browser. */
class EverywhereTest {
  private static final double PATIENCE = 90_000;

  @TempDir Path folder;
  private ServedScene served;
  private Chromium chromium;
  private BrowserContext context;
  private Page page;
  private String fleet;

  @BeforeEach
  void aFleet() {
    Rung.BROWSER.require();
    served = new ServedScene(Scene.one(folder).store);
    fleet = served.base + "/b/main";
    chromium = Chromium.start();
    context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setPermissions(List.of("clipboard-read", "clipboard-write"))
                    .setColorScheme(ColorScheme.LIGHT));
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE);
    com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
  }

  @AfterEach
  void close() {
    chromium.close();
    served.close();
  }

  @Test
  void aKeyLeadsToTheSearchAndTheKeyboardToEverythingElse() {
    page.navigate(fleet + "/nodes");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    List<String> unseen = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      page.keyboard().press("Tab");
      String focus = (String) page.evaluate(FOCUS);
      if (!focus.isEmpty()) {
        unseen.add(focus);
      }
    }
    assertThat(unseen).as("focused without it being seen").isEmpty();
    page.locator("h1").click();
    page.keyboard().press("/");
    assertThat(page.locator("#search")).isFocused();
    page.keyboard().type("node-3");
    page.keyboard().press("Enter");
    page.waitForURL(Pattern.compile(".*/search\\?q=node-3"));
    assertThat(page.locator("#main")).containsText("node-3/web");
  }

  private static final String FOCUS =
      """
      () => {
        const e = document.activeElement;
        if (e === document.body) return '';
        const s = getComputedStyle(e);
        const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
        return ring || s.boxShadow !== 'none' ? '' : e.outerHTML.slice(0, 120);
      }
      """;

  @Test
  void whatIsShownIsInTheAddress() {
    page.navigate(fleet + "/cells");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("State")).click();
    page.waitForURL(Pattern.compile(".*\\?sort=state"));
    page.locator("#state").selectOption("attention");
    page.waitForURL(Pattern.compile(".*state=attention.*sort=state.*"));
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.reload();
    assertThat(page.locator("tbody tr")).hasCount(1);
  }

  @Test
  void timesSayTheExactOneAndIdsAndCommandsCanBeCopied() {
    page.navigate(fleet + "/cells/node-1/web");
    assertThat(page.locator("time").first())
        .hasAttribute("title", Pattern.compile(".*\\(\\d{4}-.*Z\\)"));
    Locator copy = page.locator(".id [data-copy]").first();
    copy.click();
    page.waitForCondition(() -> copied().equals(copy.getAttribute("data-copy")));
    page.locator(".cli > summary").last().click();
    page.locator(".cli .copy").last().click();
    page.waitForCondition(() -> copied().startsWith("fleetman history node-1/web"));
  }

  private String copied() {
    return page.evaluate("() => navigator.clipboard.readText()").toString();
  }

  @Test
  void removalNamesWhatGoesAndAsksForTheName() {
    page.navigate(fleet + "/cells/node-3/web");
    button("Remove").click();
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog).containsText("Remove node-3/web?");
    Locator remove = dialog.getByRole(AriaRole.BUTTON, named("Remove"));
    assertThat(remove).isDisabled();
    page.locator("#remove-typed").fill("node-3/we");
    assertThat(remove).isDisabled();
    page.locator("#remove-typed").fill("node-3/web");
    assertThat(remove).isEnabled();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
  }

  @Test
  void lightAndDarkCanBeSwitchedAndStaySo() {
    page.navigate(fleet + "/fleet");
    Locator html = page.locator("html");
    assertThat(html).hasAttribute("data-bs-theme", "light");
    page.locator("#theme").click();
    assertThat(html).hasAttribute("data-bs-theme", "dark");
    page.reload();
    assertThat(html).hasAttribute("data-bs-theme", "dark");
  }

  @Test
  void aTabThatIsNotSeenAsksForNothing() {
    List<String> asked = new ArrayList<>();
    page.clock().install();
    page.onRequest(
        (Request r) -> {
          if (r.url().contains("part=1")) {
            asked.add(r.url());
          }
        });
    page.navigate(fleet + "/fleet");
    asked.clear();
    page.clock().runFor(2_500);
    page.waitForCondition(() -> !asked.isEmpty());
    hide(true);
    int before = asked.size();
    page.clock().runFor(60_000);
    hide(false);
    page.clock().runFor(2_500);
    page.waitForCondition(() -> asked.size() > before);
    // Thirty more would have come from the minute in which nobody looked.
    assertThat(asked.size() - before).isLessThanOrEqualTo(3);
  }

  private void hide(boolean hidden) {
    page.evaluate(
        "hidden => Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})",
        hidden);
  }

  @Test
  void aStoreThatFailsLeavesWhatWasSeenAndItsAgeAndSoDoesAControllerThatIsGone() {
    page.navigate(fleet + "/cells");
    assertThat(page.locator("#stale")).isHidden();
    served.store.always(r -> true, FaultyObjectStore.Fault.SERVER_ERROR);
    assertThat(page.locator("#stale")).isVisible();
    assertThat(page.locator("#stale")).containsText("This is an old state of the fleet");
    assertThat(page.locator("tbody")).containsText("node-3/web");
    assertThat(page.locator("#age-text")).hasText(Pattern.compile("\\d+ s"));
    served.close();
    assertThat(page.locator("#lost")).isVisible();
    assertThat(page.locator("#lost-title")).hasText("The controller does not answer");
    assertThat(page.locator("tbody")).containsText("node-3/web");
  }

  @Test
  void whatWouldBeCutOffOrCoveredIsSeenByTheCheckOfThePages() {
    page.navigate(fleet + "/nodes");
    assertThat(Inspector.layout(page)).isEmpty();
    broken("main.style.width = '3000px'", "wider than the window");
    broken(
        "main.querySelector('h1').style.cssText = 'position:relative;top:2.5rem'",
        "over each other");
    broken(
        "main.querySelector('h1').style.cssText = 'overflow:hidden;width:2rem;white-space:nowrap'",
        "cut off");
  }

  private void broken(String how, String seen) {
    page.reload();
    page.evaluate("() => { const main = document.getElementById('main'); " + how + "; }");
    assertThat(Inspector.layout(page)).contains(seen);
  }

  private Locator button(String name) {
    return page.locator("#main").getByRole(AriaRole.BUTTON, named(name)).first();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }
}
