package io.fleetman.e2e.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** Pages that one comes to by filling in forms. */
final class Filled {
  private Filled() {}

  static List<Visit> in(String base) {
    String fleet = base + "/b/main";
    return List.of(
        new Visit(
            "publish preview",
            page -> {
              page.navigate(fleet + "/publish?manifest=web");
              page.locator("#version").fill("1.3");
              page.locator("#all").check();
              press(page, "Show what changes");
            }),
        new Visit(
            "publish without a cell",
            page -> {
              page.navigate(fleet + "/publish?manifest=web");
              page.locator("#version").fill("1.3");
              press(page, "Show what changes");
            }),
        new Visit(
            "guided form refused",
            page -> {
              page.navigate(fleet + "/manifests/-/new");
              page.locator("#field-manifest").fill("Shop");
              page.locator("#field-memory").fill("lots");
              press(page, "Make the manifest");
            }),
        new Visit(
            "editor with a problem",
            page -> {
              page.navigate(fleet + "/manifests/web/edit");
              page.locator("#text").fill("profile: systemd\ncomand: bin/web\n");
              page.locator("#check [data-line]").first().waitFor();
            }),
        new Visit(
            "map refused",
            page -> {
              page.navigate(fleet + "/cells/new");
              page.locator("#nodes").fill("Node One");
              press(page, "Map it");
            }),
        new Visit(
            "override refused",
            page -> {
              page.navigate(fleet + "/cells/node-1/web/overrides/edit");
              page.locator("#path").fill("../etc/passwd");
              press(page, "Save");
            }),
        new Visit("remove asks", page -> dialog(page, fleet + "/cells/node-1/web", "Remove")),
        new Visit("roll back asks", page -> dialog(page, fleet + "/cells/node-1/web", "Roll back")),
        new Visit(
            "new version refused",
            page -> {
              page.navigate(fleet + "/deployments/-/new");
              page.locator("#field-version").fill("a/b");
              press(page, "Make the draft");
            }));
  }

  static Visit wrongPassword(String base) {
    return new Visit(
        "wrong password",
        page -> {
          page.navigate(base + "/sign-in");
          page.locator("#name").fill("ada");
          page.locator("#password").fill("not the one");
          press(page, "Sign in");
        });
  }

  static Visit newToken(String base) {
    return new Visit(
        "new token",
        page -> {
          page.navigate(base + "/account");
          page.locator("#token-name").fill("from the test");
          press(page, "Make it");
        });
  }

  private static void dialog(Page page, String address, String button) {
    page.navigate(address);
    press(page, button);
    page.locator("dialog[open]").waitFor();
  }

  private static void press(Page page, String button) {
    page.locator("#main")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }
}
