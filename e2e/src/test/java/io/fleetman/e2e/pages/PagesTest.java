package io.fleetman.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.Areas;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.web.ControllerServer;
import io.fleetman.controller.web.Site;
import io.fleetman.controller.web.Sites;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.Rung;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Looks at every page of the portal in Chromium; pictures are kept in {@code target/pages}. */
class PagesTest {
  private static final boolean FULL = Boolean.getBoolean("fleetman.exhaustive");
  private static final Path PICTURES = Path.of("target/pages").toAbsolutePath();

  private static Chromium chromium;

  @TempDir Path folder;

  @BeforeAll
  static void browser() {
    Rung.BROWSER.check();
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @EnabledIfSystemProperty(named = "fleetman.exhaustive", matches = "true")
  @Test
  void emptyPagesHelp() {
    look(Scene.empty(folder), "empty", false);
  }

  @EnabledIfSystemProperty(named = "fleetman.exhaustive", matches = "true")
  @Test
  void pagesWithOneOfEachHoldWhateverIsWrittenInThem() {
    look(Scene.one(folder), "one", false);
  }

  @EnabledIfSystemProperty(named = "fleetman.exhaustive", matches = "true")
  @Test
  void pagesWithAThousandOfEachHold() {
    look(Scene.thousand(folder), "thousand", false);
  }

  @EnabledIfSystemProperty(named = "fleetman.exhaustive", matches = "true")
  @Test
  void pagesOfAStoreThatFailsSaySo() {
    look(Scene.one(folder), "error", true);
  }

  private static void look(Scene scene, String name, boolean fails) {
    Rung.BROWSER.require();
    FaultyObjectStore store = new FaultyObjectStore(scene.store);
    StorageSettings settings =
        StorageSettings.of(
            URI.create("http://127.0.0.1:9000"), null, "fleet", null, null, "k", "s", null, null);
    Site site =
        new Site(
            new Connection("main", settings, false),
            s -> store,
            Clock.systemUTC(),
            KillPoints.none());
    try (ControllerServer server =
        new ControllerServer(
            new ControllerServer.Settings("127.0.0.1", "0.1.0", "ada@laptop", new byte[32]),
            new Sites(List.of(site)),
            Areas.all())) {
      String base = "http://127.0.0.1:" + server.start(0);
      Crawler crawler = new Crawler(chromium.browser(), base, name, PICTURES);
      Set<String> pages = crawler.pages("/b/main/fleet", "/b/main/search?q=web", "/api");
      assertThat(pages).hasSizeGreaterThan(10);
      if (fails) {
        store.always(r -> true, FaultyObjectStore.Fault.DENIED);
      }
      // In every build each page is looked at once; in the full one in every way.
      if (FULL || name.equals("one")) {
        crawler.look(pages, Look.DESKTOP, !fails);
      }
      if (FULL || name.equals("thousand")) {
        crawler.look(pages, Look.PHONE, FULL);
      }
      if (FULL || name.equals("empty")) {
        crawler.look(pages, Look.NIGHT, true);
      }
      if (FULL || fails) {
        crawler.look(pages, Look.PHONE_NIGHT, FULL);
      }
      List<String> problems =
          crawler.problems().stream().filter(p -> !fails || !p.contains("status of 5")).toList();
      assertThat(problems).isEmpty();
    }
  }
}
