package io.fleetman.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.fleetman.e2e.Chromium;
import io.fleetman.e2e.Rung;
import io.fleetman.store.FaultyObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks at every page of the portal in Chromium, in one way in the build and in every way with
 * {@code -Pexhaustive}; pictures are kept in {@code target/pages}.
 */
class PagesTest {
  private static final boolean FULL = Boolean.getBoolean("fleetman.exhaustive");
  private static final Path PICTURES = Path.of("target/pages").toAbsolutePath();
  private static final List<Look> ALL =
      List.of(Look.DESKTOP, Look.NIGHT, Look.PHONE, Look.PHONE_NIGHT);

  private static Chromium chromium;

  @TempDir Path folder;

  private @Nullable ServedScene served;
  private String base = "";
  private String session = "{}";

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

  @BeforeEach
  void needed() {
    Rung.BROWSER.require();
  }

  @AfterEach
  void stop() {
    if (served != null) {
      served.close();
    }
  }

  @Test
  void emptyPagesHelp() {
    serve(Scene.empty(folder));
    List<Visit> visits = links(List.of("/b/main/fleet", "/api"));
    visits.add(Visit.at(base, "/b/main/no-such-page"));
    look("empty", visits, Look.NIGHT, true);
  }

  @Test
  void pagesWithOneOfEachHoldWhateverIsWrittenInThem() {
    serve(Scene.one(folder));
    List<Visit> visits =
        links(
            List.of(
                "/b/main/fleet",
                "/b/main/search?q=web",
                "/b/main/nodes/of/node-1",
                "/b/main/nodes/of/node-2",
                "/b/main/cells/node-1/web",
                "/b/main/cells/node-3/web",
                "/b/main/deployments/web/1.4",
                "/b/main/deployments/web/1.5",
                "/b/main/operations/done-1",
                "/b/main/operations/stopped-1",
                "/b/main/operations/under-way-1",
                "/b/main/nodes/add?name=node-9&labels=site%3Dberlin&as=root"));
    visits.addAll(Filled.in(base));
    visits.addAll(Filled.tooLate(base));
    look("one", visits, Look.DESKTOP, true);
  }

  @Test
  void pagesWithAThousandOfEachHold() {
    serve(Scene.thousand(folder));
    look(
        "thousand",
        links(List.of("/b/main/fleet", "/b/main/search?q=web", "/b/main/deployments/web/2.0")),
        Look.PHONE,
        false);
  }

  @Test
  void pagesOfAStoreThatFailsSaySo() {
    serve(Scene.one(folder));
    List<Visit> visits =
        FULL
            ? links(List.of("/b/main/fleet", "/b/main/search?q=web"))
            : Stream.of(
                    "fleet",
                    "cells",
                    "cells/node-1/web",
                    "nodes",
                    "nodes/of/node-2",
                    "manifests",
                    "deployments/web/1.5",
                    "storage",
                    "activity")
                .map(page -> Visit.at(base, "/b/main/" + page))
                .toList();
    Visit first = visits.getFirst();
    try (Page page = chromium.browser().newPage()) {
      first.way().accept(page); // the fleet was read at least once
      page.waitForCondition(() -> page.locator("#age-text").innerText().endsWith(" s"));
    }
    Objects.requireNonNull(served).store.always(r -> true, FaultyObjectStore.Fault.DENIED);
    look("error", visits, Look.PHONE_NIGHT, false);
  }

  @Test
  void pagesOfSomebodyWhoSignsIn() {
    serve(Scene.guarded(folder));
    List<Visit> visits = new ArrayList<>();
    visits.add(Visit.at(base, "/sign-in?next=%2Fb%2Fmain%2Fnodes"));
    visits.add(Filled.wrongPassword(base));
    look("signed-out", visits, Look.DESKTOP, true);
    signIn();
    visits.clear();
    visits.add(Visit.at(base, "/account"));
    visits.add(Filled.newToken(base));
    visits.add(Visit.at(base, "/users"));
    look("signed-in", visits, Look.NIGHT, true);
  }

  private void serve(Scene scene) {
    served = new ServedScene(scene.store);
    base = served.base;
  }

  private void signIn() {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      page.navigate(base + "/b/main/fleet");
      page.locator("#name").fill(Scene.USER.toString());
      page.locator("#password").fill(Scene.PASSWORD);
      page.getByText("Sign in").last().click();
      page.waitForURL(Pattern.compile(".*/fleet"));
      session = context.storageState();
    }
  }

  private List<Visit> links(List<String> from) {
    Set<String> pages = new Crawler(base).pages(from);
    assertThat(pages).hasSizeGreaterThan(10);
    List<Visit> visits = new ArrayList<>();
    pages.forEach(path -> visits.add(Visit.at(base, path)));
    return visits;
  }

  // In every build each page is looked at once; in the full one in every way.
  private void look(String scene, List<Visit> visits, Look once, boolean axe) {
    Inspector inspector = new Inspector(PICTURES.resolve(scene));
    for (Look look : FULL ? ALL : List.of(once)) {
      try (BrowserContext context =
          chromium.browser().newContext(look.window().setStorageState(session))) {
        inspector.look(context, visits, look, FULL || axe);
      }
    }
    // That an answer says 4xx or 5xx is what some of these pages are about.
    assertThat(inspector.problems().stream().filter(p -> !p.contains("responded with a status of")))
        .as(scene)
        .isEmpty();
  }
}
