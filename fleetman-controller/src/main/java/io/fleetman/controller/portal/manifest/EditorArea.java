package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.ManifestId;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** The YAML editor of manifests: checked as one types, saved if nobody else was first. */
public final class EditorArea implements Area {
  private static final String BLANK =
      """
      manifest: web
      profile: systemd
      command: bin/web
      files:
        - path: .
      """;

  @Override
  public void routes(Routes routes) {
    routes.page("/manifests/-/yaml", ManifestsArea.ANY, EditorArea::blank);
    routes.form("/manifests/-/yaml", ManifestsArea.NEW, "apply", EditorArea::save);
    routes.form("/manifests/-/check", ManifestsArea.ANY, "apply --dry-run", EditorArea::check);
    routes.page("/manifests/{manifest}/edit", ManifestsArea.VIEW, EditorArea::edit);
    routes.form("/manifests/{manifest}/edit", ManifestsArea.EDIT, "apply", EditorArea::save);
  }

  private static void blank(PageExchange exchange) throws InterruptedException {
    render(exchange, new EditorPage("", 0, BLANK, checked(exchange, BLANK), "", null, ""));
  }

  private static void edit(PageExchange exchange) throws InterruptedException {
    ManifestDocument found = new Manifests(exchange.fleet()).get(ManifestsArea.manifest(exchange));
    String text = ManifestText.of(found);
    render(
        exchange,
        new EditorPage(
            found.manifest().value(),
            found.revision(),
            text,
            checked(exchange, text),
            "",
            null,
            ""));
  }

  private static void check(PageExchange exchange) throws InterruptedException {
    exchange.render("manifest/check.jte", "Check", checked(exchange, exchange.form().raw("text")));
  }

  private static CheckPart checked(PageExchange exchange, String text) {
    return CheckPart.of(exchange.fleet(), text).part();
  }

  private static void render(PageExchange exchange, EditorPage page) throws InterruptedException {
    exchange.render(
        "manifest/edit.jte", page.fresh() ? "New manifest" : "Edit " + page.manifest(), page);
  }

  private static void save(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    String manifest =
        exchange.http().pathParamMap().containsKey("manifest")
            ? ManifestsArea.manifest(exchange).value()
            : "";
    String text = form.raw("text");
    int seen = form.text("seen").matches("[0-9]{1,9}") ? Integer.parseInt(form.text("seen")) : 0;
    CheckPart.Checked checked = CheckPart.of(exchange.fleet(), text);
    EditorPage page =
        new EditorPage(manifest, seen, text, checked.part(), form.text("reason"), null, "");
    Definition.Service service = checked.service();
    if (service == null) {
      render(exchange.invalid(), page);
      return;
    }
    if (!manifest.isEmpty() && !service.manifest().value().equals(manifest)) {
      refused(
          exchange,
          page,
          "manifest: it is called " + manifest + "; duplicate it to have another name");
      return;
    }
    try {
      Applied applied =
          new Manifests(exchange.fleet())
              .edit(service.manifest(), service.spec(), text, seen, exchange.reason());
      exchange.redirect(
          "/manifests/" + service.manifest(),
          Toast.done(
              applied.change() == Applied.Change.UNCHANGED
                  ? service.manifest() + " is so already: nothing was written."
                  : service.manifest() + " is at revision " + applied.revision() + "."));
    } catch (Refusal.Conflict e) {
      conflict(exchange, page, service.manifest(), e);
    } catch (Refusal.Invalid e) {
      refused(exchange, page, String.valueOf(e.getMessage()));
    }
  }

  private static void refused(PageExchange exchange, EditorPage page, String problem)
      throws InterruptedException {
    CheckPart check =
        new CheckPart(ManifestText.located(page.text(), java.util.List.of(problem)), null);
    render(
        exchange.invalid(),
        new EditorPage(page.manifest(), page.seen(), page.text(), check, page.why(), null, ""));
  }

  // Both versions are shown, and the editor keeps what was typed: saving it again replaces theirs.
  private static void conflict(
      PageExchange exchange, EditorPage page, ManifestId manifest, Refusal.Conflict why)
      throws InterruptedException {
    Optional<ManifestDocument> theirs = new Manifests(exchange.fleet()).find(manifest);
    if (page.fresh() || theirs.isEmpty()) {
      refused(exchange, page, "manifest: " + why.getMessage());
      return;
    }
    ManifestDocument now = theirs.get();
    String reason = now.author().reason();
    render(
        exchange.status(HttpStatus.CONFLICT),
        new EditorPage(
            page.manifest(),
            now.revision(),
            page.text(),
            page.check(),
            page.why(),
            LineDiff.between(ManifestText.of(now), page.text()),
            "revision "
                + now.revision()
                + " by "
                + now.author().by()
                + (reason == null ? "" : " (" + reason + ")")));
  }
}
