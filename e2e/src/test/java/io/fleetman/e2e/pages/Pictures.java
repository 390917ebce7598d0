package io.fleetman.e2e.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.fleetman.document.CellState;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.layout.CellRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes the pictures that README and documents show, by light and by night: of three real nodes, a
 * service on each, and a new version that one of them went back from.
 */
final class Pictures {
  // What the operator's shell says of them; the machine's name is the script's.
  private static final Map<String, String> ADA = Map.of("FLEETMAN_JAVA_OPTIONS", "-Duser.name=ada");
  private static final List<String> NODES = List.of("web-1", "web-2", "web-3");

  private final Fleet fleet;
  private final Path pictures;
  private final WebService shop;

  private Pictures(Fleet fleet, Path pictures, WebService shop) {
    this.fleet = fleet;
    this.pictures = pictures;
    this.shop = shop;
  }

  /**
   * Boots the nodes, has something happen on them, and takes the pictures of it.
   *
   * @param arguments the folder for them
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("fleetman-pictures");
    List<AgentNode> nodes = new ArrayList<>();
    try (Fleet fleet = Fleet.init(folder)) {
      WebService shop = new WebService(folder, "shop");
      for (String node : NODES) {
        nodes.add(AgentNode.asRoot(fleet, node));
        shop.on(node, "shop");
      }
      Pictures taken = new Pictures(fleet, Path.of(arguments[0]).toAbsolutePath(), shop);
      taken.happened();
      for (Look look : List.of(Look.DESKTOP, Look.NIGHT)) {
        taken.take(look, look.equals(Look.NIGHT) ? "-dark" : "");
      }
    } finally {
      nodes.forEach(AgentNode::close);
    }
  }

  private void happened() {
    shop.version("1.3");
    ada("deploy", shop.folder(), "--version", "1.3", "--yes", "--timeout", "3m");
    shop.version("1.4", "exits");
    files("1.4", "new prices, for a start on one node");
    var _ =
        fleet.cli(ADA, "publish", "1.4", NODES.getFirst() + "/shop", "--yes", "-m", "new prices");
    CellState came = fleet.settled(new CellRef(cell().node(), cell().cell())).state();
    if (came != CellState.ROLLED_BACK) {
      throw new IllegalStateException("it was meant to be rolled back, and is " + came);
    }
    shop.version("1.5").write("prices.csv", "tea,3.20\ncoffee,4.10\n");
    files("1.5", "new prices, with the database they need");
  }

  private static CellRef cell() {
    return CellRef.parse(NODES.getFirst() + "/shop");
  }

  private void files(String version, String reason) {
    ada("upload", "shop", version, shop.folder(), "-m", reason);
    ada("seal", "shop", version, "-m", reason);
  }

  private void ada(String... command) {
    var _ = fleet.cli(ADA, command).orThrow();
  }

  private void take(Look look, String suffix) {
    try (Chromium chromium = Chromium.start();
        var controller = fleet.controller(ADA)) {
      Page page =
          chromium
              .browser()
              .newPage(
                  new Browser.NewPageOptions()
                      .setViewportSize(1280, 860)
                      .setColorScheme(look.scheme())
                      .setDeviceScaleFactor(1));
      page.setDefaultTimeout((double) Duration.ofMinutes(2).toMillis());
      String base = controller.address() + "/b/main";
      page.navigate(base + "/fleet");
      says(page, "Needs attention");
      says(page, "deploy");
      save(page, "fleet" + suffix);
      page.navigate(base + "/cells/" + cell());
      says(page, "The new version failed");
      save(page, "cell" + suffix);
      page.navigate(base + "/publish?manifest=shop");
      page.locator("#version").fill("1.5");
      page.locator("#all").check();
      page.locator("#main")
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Show what changes"))
          .click();
      says(page, "nothing is written yet");
      for (Locator closed : page.locator("details.change-diff:not([open]) > summary").all()) {
        closed.click();
      }
      save(page, "publish" + suffix);
    }
  }

  private static void says(Page page, String text) {
    PlaywrightAssertions.assertThat(page.locator("#main")).containsText(text);
  }

  private void save(Page page, String name) {
    page.mouse().move(0, 0);
    page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
  }
}
