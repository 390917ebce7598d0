package io.fleetman.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.fleetman.document.CellState;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RealNode;
import io.fleetman.layout.CellRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new user's first hour, in a browser: from an empty bucket to a service on a real node, broken
 * and mended.
 */
class PortalNodeTest {
  private static final String NODE = "portal-1";
  private static final CellRef CELL = CellRef.parse(NODE + "/shop");
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions()
          .setTimeout((double) Duration.ofMinutes(3).toMillis())
          .setIgnoreCase(true);

  @TempDir Path folder;

  private final Path pictures = Path.of(System.getProperty("fleetman.pictures", "target/pictures"));

  // The one test sets them as it begins.
  @SuppressWarnings("NullAway.Init")
  private Fleet fleet;

  @SuppressWarnings("NullAway.Init")
  private Page page;

  @SuppressWarnings("NullAway.Init")
  private String base;

  @BeforeEach
  void onRealNodes() {
    Rung.BROWSER.require();
    Rung.NODES.require();
  }

  @Test
  void fromAnEmptyBucketToAServiceThatIsBrokenMendedAndRemoved() {
    WebService web = new WebService(folder, "shop").on(NODE, "shop").version("1");
    try (Fleet made = Fleet.init(folder);
        RealNode node = RealNode.boot(NODE);
        Chromium chromium = Chromium.start()) {
      fleet = made;
      page = chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(1280, 860));
      page.setDefaultTimeout((double) Duration.ofMinutes(2).toMillis());
      List<String> complaints = Chromium.complaints(page);

      page.navigate(made.portal() + "/");
      base = page.url().replaceFirst("/fleet$", "");
      says("This fleet is empty");
      picture("portal-empty");
      firstManifest();
      firstVersion(web);
      addANode(node);
      mapAndPublish(web);
      assertThat(answer(node, web)).startsWith("1 ");
      breakIt();
      assertThat(answer(node, web)).startsWith("1 ");
      mendIt();
      assertThat(answer(node, web)).startsWith("3 ");
      rollBackByHand();
      assertThat(answer(node, web)).startsWith("1 ");
      remove();
      assertThat(answer(node, web)).isEmpty();
      assertThat(complaints).as("what the browser complained about").isEmpty();
    }
  }

  private void firstManifest() {
    page.navigate(base + "/manifests/-/new");
    page.locator("#field-manifest").fill("shop");
    page.locator("#field-command").fill("./bin/web {{ vars.port }}");
    page.locator("[id='files0.path']").fill(".");
    page.locator("[id='files0.exclude']").fill("fleetman.yaml");
    page.locator("[id='files1.path']").fill("bin/web");
    page.locator("[id='files1.mode']").fill("0755");
    page.locator("[id='files2.path']").fill("app.conf");
    page.locator("[id='files2.type']").selectOption("template");
    page.locator("#health").selectOption("http");
    page.locator("#field-healthValue").fill("http://127.0.0.1:{{ vars.port }}/");
    page.locator("#field-within").fill("40s");
    page.locator("#field-stableFor").fill("2s");
    page.getByText("Environment, variables, data").click();
    page.locator("#field-variables").fill("port=8080");
    page.locator("#field-data").fill("data");
    page.locator("#field-logs").fill("logs/web.log");
    press("Make the manifest");
    page.waitForURL(Pattern.compile(".*/manifests/shop.*"));
  }

  private void firstVersion(WebService web) {
    page.navigate(base + "/deployments/-/new?manifest=shop");
    page.locator("#field-version").fill("1");
    press("Make the draft");
    page.waitForURL(Pattern.compile(".*/deployments/shop/1.*"));
    page.locator("#upload-folder").setInputFiles(Path.of(web.folder()));
    says("Nothing keeps it from being sealed");
    press("Seal 1");
    says("sealed");
  }

  private void addANode(RealNode node) {
    page.navigate(base + "/nodes/add");
    page.locator("#field-name").fill(NODE);
    page.locator("#field-labels").fill("region=test");
    press("Show what to paste");
    String paste =
        page.getByLabel("What to paste on the node")
            .innerText()
            .replace("ACCESS-KEY-OF-" + NODE, fleet.endpoint().accessKey())
            .replace("SECRET-KEY-OF-" + NODE, fleet.endpoint().secretKey());
    assertThat(paste).contains("node_id: " + NODE);
    Path archive = Fleet.agentArchive();
    node.copyIn(archive, "/tmp/" + archive.getFileName());
    node.writeFile("/tmp/paste.sh", "set -e\n" + paste + "\n");
    node.exec("sh", "/tmp/paste.sh").orThrow();
    page.navigate(base + "/nodes");
    says(NODE);
    says("Active");
  }

  private void mapAndPublish(WebService web) {
    page.navigate(base + "/cells/new?node=" + NODE);
    page.locator("#variables").fill("port=" + web.port());
    press("Map it");
    page.waitForURL(Pattern.compile(".*/publish.*"));
    publish("1");
    says("Version 1 is on the cell");
    picture("portal-published");
  }

  private void publish(String version) {
    page.navigate(base + "/publish?cell=" + NODE + "%2Fshop");
    page.locator("#version").fill(version);
    page.locator("#reason").fill("as the test says");
    press("Show what changes");
    says("nothing is written yet");
    picture("portal-preview-" + version);
    press("Publish");
    page.waitForURL(Pattern.compile(".*/publishes/.*"));
  }

  private void nextVersion(String version, String path, String text) {
    page.navigate(base + "/deployments/-/new?manifest=shop");
    page.locator("#field-version").fill(version);
    page.locator("#field-from").selectOption("shop 1");
    press("Make the draft");
    page.waitForURL(Pattern.compile(".*/deployments/shop/" + version + ".*"));
    page.navigate(base + "/deployments/shop/" + version + "/edit?path=" + path);
    page.locator("#text").fill(text + "\n");
    press("Save");
    page.navigate(base + "/deployments/shop/" + version);
    press("Seal " + version);
    says("sealed");
  }

  private void breakIt() {
    nextVersion("2", "MODE", "exits");
    publish("2");
    says("Rolled back");
    page.navigate(base + "/cells/" + CELL);
    says("The new version failed, and the one before it runs again");
    says("cannot open the database");
    picture("portal-rolled-back");
    page.navigate(base + "/fleet");
    says("Needs attention");
    picture("portal-fleet");
  }

  private void mendIt() {
    nextVersion("3", "VERSION", "3");
    publish("3");
    says("Version 3 is on the cell");
  }

  private void rollBackByHand() {
    page.navigate(base + "/cells/" + CELL);
    press("Roll back");
    page.locator("#rollback-to").fill("1");
    page.locator("#rollback").getByRole(AriaRole.BUTTON, named("Roll back")).click();
    assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.RUNNING);
    page.navigate(base + "/cells/" + CELL + "/versions/compare?from=1&to=3");
    says("VERSION");
    picture("portal-compare");
  }

  private void remove() {
    page.navigate(base + "/cells/" + CELL);
    says("Running");
    press("Remove");
    page.locator("#remove-typed").fill(CELL.toString());
    page.locator("#remove").getByRole(AriaRole.BUTTON, named("Remove")).click();
    assertThat(fleet.settled(CELL).state()).isEqualTo(CellState.REMOVED);
    page.navigate(base + "/cells");
    says("No service is mapped onto a node yet");
  }

  private String answer(RealNode node, WebService web) {
    return node.exec("curl", "-s", "-m", "3", "http://127.0.0.1:" + web.port() + "/").out().strip();
  }

  private void says(String text) {
    assertThat(page.locator("#main")).containsText(text, PATIENTLY);
  }

  private void press(String button) {
    page.locator("#main")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private void picture(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
  }
}
