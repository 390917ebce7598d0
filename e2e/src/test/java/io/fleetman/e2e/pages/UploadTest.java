package io.fleetman.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import io.fleetman.controller.Areas;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.web.ControllerServer;
import io.fleetman.controller.web.Site;
import io.fleetman.controller.web.Sites;
import io.fleetman.document.TreeEntry;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.Rung;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, folders and archives dragged onto a draft's page in a real browser. */
class UploadTest {
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version NEW = new Version("9.9");

  @TempDir Path folder;
  private Scene scene;
  private OpenFleet fleet;
  private ControllerServer server;
  private Chromium chromium;
  private Page page;
  private final List<String> errors = new ArrayList<>();

  @BeforeEach
  void aDraftsPage() {
    Rung.BROWSER.require();
    scene = Scene.one(folder);
    fleet = new OpenFleet(new DocumentStore(scene.store), Clock.systemUTC(), "ada@laptop");
    StorageSettings settings =
        StorageSettings.of(
            URI.create("http://127.0.0.1:9000"), null, "fleet", null, null, "k", "s", null, null);
    Site site =
        new Site(
            new Connection("main", settings, false),
            s -> scene.store,
            Clock.systemUTC(),
            KillPoints.none());
    server =
        new ControllerServer(
            new ControllerServer.Settings("127.0.0.1", "0.1.0", "ada@laptop", new byte[32]),
            new Sites(List.of(site)),
            Areas.all());
    String base = "http://127.0.0.1:" + server.start(0);
    var _ = new Drafts(fleet).create(WEB, NEW);
    chromium = Chromium.start();
    BrowserContext context = chromium.browser().newContext();
    page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onPageError(errors::add);
    page.navigate(base + "/b/main/deployments/web/9.9");
  }

  @AfterEach
  void close() {
    if (chromium != null) {
      chromium.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private SortedMap<RelativePath, TreeEntry> files() {
    return new Deployments(fleet).get(WEB, NEW).files();
  }

  private String text(String path) {
    TreeEntry entry = Objects.requireNonNull(files().get(new RelativePath(path)), path);
    return Objects.requireNonNull(scene.store.text(Objects.requireNonNull(entry.key())));
  }

  /** As a hand does it: the browser reads what is dropped itself. */
  private void drop(Path... dropped) {
    BoundingBox box = Objects.requireNonNull(page.locator("#drop").boundingBox());
    CDPSession session = page.context().newCDPSession(page);
    JsonArray files = new JsonArray();
    for (Path path : dropped) {
      files.add(path.toString());
    }
    JsonObject data = new JsonObject();
    data.add("items", new JsonArray());
    data.add("files", files);
    data.addProperty("dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      JsonObject event = new JsonObject();
      event.addProperty("type", type);
      event.addProperty("x", box.x + box.width / 2);
      event.addProperty("y", box.y + box.height / 2);
      event.add("data", data);
      var _ = session.send("Input.dispatchDragEvent", event);
    }
    session.detach();
  }

  private void arrived(int files) {
    page.waitForCondition(
        () -> files().values().stream().filter(e -> e.key() != null).count() == files);
    page.waitForCondition(() -> !page.locator("#upload-state").isVisible()); // the page came again
    assertThat(errors).isEmpty();
  }

  private Path many() throws IOException {
    Path root = Files.createDirectories(folder.resolve("build"));
    String deep = "a-folder-whose-name-is-long/".repeat(5);
    Files.createDirectories(root.resolve(deep));
    Files.writeString(root.resolve(deep + "über.txt"), "ü");
    Files.createDirectories(root.resolve("bin"));
    Files.writeString(root.resolve("bin/web"), "#!/bin/sh\n");
    Files.write(root.resolve("large.bin"), new byte[3 << 20]);
    for (int i = 0; i < 597; i++) {
      Files.createDirectories(root.resolve("d" + i % 7));
      Files.writeString(root.resolve("d" + i % 7 + "/f" + i), "" + i);
    }
    return root;
  }

  @Test
  void aFolderOfManyFilesArrivesWithItsPathsAndWhatCanBeExecuted() throws IOException {
    drop(many());

    arrived(600);
    assertThat(text("d3/f3")).isEqualTo("3");
    assertThat(text("a-folder-whose-name-is-long/".repeat(5) + "über.txt")).isEqualTo("ü");
    assertThat(Objects.requireNonNull(files().get(new RelativePath("bin/web"))).mode())
        .isEqualTo("0755");
    assertThat(Objects.requireNonNull(files().get(new RelativePath("large.bin"))).size())
        .isEqualTo(3 << 20);
  }

  @Test
  void anArchiveIsUnpackedUnlessOneWantsItWhole() throws IOException {
    Path zip = folder.resolve("web.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("conf/a"));
      out.write("a".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    drop(zip);
    arrived(1);
    assertThat(text("conf/a")).isEqualTo("a");

    page.locator("#upload-unpack").uncheck();
    drop(zip);
    arrived(2);
    assertThat(files()).containsKey(new RelativePath("web.zip"));
  }

  @Test
  void whatIsCancelledOrFailsIsTriedAgainAndNothingIsSentTwice() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "a");
    page.route("**/archive**", route -> {}); // hangs
    drop(file);
    page.locator("#upload-cancel").click();
    page.waitForCondition(() -> page.locator("#upload-words").innerText().equals("Cancelled"));
    assertThat(page.locator("#upload-failed").innerText()).contains("a.txt: cancelled");
    assertThat(files()).isEmpty();

    page.unroute("**/archive**");
    page.route("**/archive**", Route::abort);
    page.locator("#upload-retry").click();
    page.waitForCondition(
        () -> page.locator("#upload-failed").innerText().contains("the connection broke off"));
    assertThat(page.locator("#upload-words").innerText()).isEqualTo("Not everything arrived");

    page.unroute("**/archive**");
    page.locator("#upload-retry").click();
    arrived(1);
    assertThat(text("a.txt")).isEqualTo("a");
  }

  @Test
  void whatTheControllerRefusesIsSaid() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.zip"), "no zip");
    drop(broken);

    page.waitForCondition(
        () -> page.locator("#upload-failed").innerText().contains("cannot be unpacked"));
    assertThat(files()).isEmpty();
  }
}
