package io.fleetman.e2e.pages;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.function.Consumer;

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

  /** What the second of two people comes to, and who sends a form of another page. */
  static List<Visit> tooLate(String base) {
    String fleet = base + "/b/main";
    return List.of(
        late(
            "conflict manifest",
            fleet + "/manifests/web/edit",
            "input[name=seen]",
            "1",
            page -> {
              page.locator("#text")
                  .fill(page.locator("#text").inputValue().replace("512M", "768M"));
              press(page, "Save");
            }),
        late(
            "conflict file",
            fleet + "/deployments/web/1.5/edit?path=conf%2Fapp.conf",
            "input[name=seen]",
            "0".repeat(64),
            page -> {
              page.locator("#text").fill("port = 9090\n");
              press(page, "Save");
            }),
        late(
            "conflict override",
            fleet + "/cells/node-1/web/overrides/edit?path=conf%2Fapp.conf",
            "form[enctype] input[name=seen]",
            "other",
            page -> {
              page.locator("#text").fill("port = 9090\n");
              press(page, "Save");
            }),
        late(
            "conflict raw key",
            fleet + "/storage/object?key=manifests%2Fweb.json&edit=1",
            "form:has(textarea) input[name=etag]",
            "0123",
            page -> press(page, "Write")),
        late(
            "conflict template",
            fleet + "/jobs/templates/health-check",
            "form:has(textarea) input[name=seen]",
            "7",
            page -> press(page, "Save")),
        late(
            "overtaken take-out",
            fleet + "/deployments/web/1.5",
            "input[name='seen:conf']",
            "0 4 files, 2.1 KB",
            page -> {
              page.getByLabel("Tick conf").check();
              press(page, "Take out what is ticked");
            }),
        late(
            "refused form",
            fleet + "/cells/new",
            "#main input[name=_token]",
            "of another page",
            page -> {
              page.locator("#nodes").fill("node-9");
              press(page, "Map it");
            }));
  }

  // A form that says that it was made before somebody else's change.
  private static Visit late(
      String name, String address, String field, String value, Consumer<Page> then) {
    return new Visit(
        name,
        page -> {
          page.navigate(address);
          page.locator(field).first().evaluate("(field, value) => { field.value = value; }", value);
          then.accept(page);
          page.locator("#main [role=alert], #overtaken, #main .empty-title").first().waitFor();
        });
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
