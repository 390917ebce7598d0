package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.deploy.Units;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.manifest.ManifestForm;
import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.manifest.Revisions;
import io.fleetman.controller.portal.Query;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ResourceProfileDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import java.util.List;
import java.util.Map;

/** Manifests: the list, one of them, the guided form, revisions. */
public final class ManifestsArea implements Area {
  static final Access VIEW = Access.view(Kind.MANIFEST, "{manifest}");
  static final Access EDIT = Access.edit(Kind.MANIFEST, "{manifest}");
  static final Access ANY = Access.view(Kind.MANIFEST, "*");
  static final Access NEW = Access.edit(Kind.MANIFEST, "*");

  @Override
  public void routes(Routes routes) {
    routes.page("/manifests", ANY, ManifestsArea::list);
    routes.page("/manifests/-/new", ANY, ManifestsArea::guided);
    routes.form("/manifests/-/new", NEW, "apply", ManifestsArea::create);
    routes.form("/manifests/-/preview", ANY, "apply --dry-run", ManifestsArea::preview);
    routes.page("/manifests/{manifest}", VIEW, ManifestsArea::one);
    routes.page("/manifests/{manifest}/revisions", VIEW, ManifestsArea::revisions);
    routes.form(
        "/manifests/{manifest}/duplicate", EDIT, "manifest duplicate", ManifestsArea::duplicate);
    routes.form("/manifests/{manifest}/delete", EDIT, "manifest delete", ManifestsArea::delete);
  }

  static ManifestId manifest(PageExchange exchange) {
    return exchange.path("manifest", ManifestId::new);
  }

  private static void list(PageExchange exchange) throws InterruptedException {
    exchange.render(
        "manifest/list.jte",
        "Manifests",
        ManifestList.of(
            Query.of(exchange, ManifestList.FILTERS), new Manifests(exchange.fleet()).list()));
  }

  private static GuidedPage guided(PageExchange exchange, Form form) {
    String yaml = new ManifestForm(form::raw).yaml();
    List<ManifestText.Problem> problems =
        problems(exchange, form).values().stream().flatMap(List::stream).toList();
    return new GuidedPage(
        form,
        yaml,
        problems.isEmpty()
            ? CheckPart.of(exchange.fleet(), yaml).part()
            : new CheckPart(problems, null),
        new ResourceProfiles(exchange.fleet())
            .list().stream().map(ResourceProfileDocument::name).toList());
  }

  private static Map<String, List<ManifestText.Problem>> problems(
      PageExchange exchange, Form form) {
    return new ManifestForm(form::raw).problems(new Manifests(exchange.fleet())::strangers);
  }

  private static void guided(PageExchange exchange) throws InterruptedException {
    Form form = Form.with(Map.of("profile", "systemd", "files0.path", "."));
    exchange.render("manifest/guided.jte", "New manifest", guided(exchange, form));
  }

  private static void preview(PageExchange exchange) throws InterruptedException {
    exchange.render("manifest/preview.jte", "Preview", guided(exchange, exchange.form()));
  }

  private static void create(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    String yaml = new ManifestForm(form::raw).yaml();
    CheckPart.Checked checked = CheckPart.of(exchange.fleet(), yaml);
    if (checked.service() == null) {
      problems(exchange, form)
          .forEach((question, its) -> its.forEach(p -> form.refuse(question, p.message())));
    } else {
      try {
        var applied =
            new Manifests(exchange.fleet())
                .edit(
                    checked.service().manifest(),
                    checked.service().spec(),
                    null,
                    0,
                    exchange.reason());
        exchange.redirect(
            "/manifests/" + checked.service().manifest(),
            Toast.done(applied.what() + " is made: now give it a version with its files."));
        return;
      } catch (Refusal e) {
        form.refuse("manifest", String.valueOf(e.getMessage()));
      }
    }
    exchange.invalid().render("manifest/guided.jte", "New manifest", guided(exchange, form));
  }

  private static void one(PageExchange exchange) throws InterruptedException {
    show(exchange, Form.empty());
  }

  private static void show(PageExchange exchange, Form duplicate) throws InterruptedException {
    Manifests manifests = new Manifests(exchange.fleet());
    ManifestDocument found = manifests.get(manifest(exchange));
    String cell = exchange.query("cell").orElse("");
    exchange.render(
        "manifest/one.jte",
        found.manifest().value(),
        ManifestPage.of(
            found,
            manifests.users(found.manifest()),
            new Deployments(exchange.fleet()).list(found.manifest()),
            Units.of(
                exchange.fleet(),
                found.manifest(),
                found.spec(),
                cell.isEmpty() ? null : CellRef.parse(cell),
                Units.VERSION,
                Units.BASE),
            cell,
            duplicate));
  }

  private static void revisions(PageExchange exchange) throws InterruptedException {
    exchange.render(
        "manifest/revisions.jte",
        "Revisions of " + manifest(exchange),
        RevisionsPage.of(
            manifest(exchange).value(),
            new Revisions(exchange.fleet()).list(manifest(exchange)),
            number(exchange, "from"),
            number(exchange, "to")));
  }

  private static int number(PageExchange exchange, String name) {
    return exchange
        .query(name)
        .filter(n -> n.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static void duplicate(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    ManifestId to = form.read("to", ManifestId::new);
    if (to != null) {
      try {
        var _ =
            new Manifests(exchange.fleet()).duplicate(manifest(exchange), to, exchange.reason());
        exchange.redirect(
            "/manifests/" + to, Toast.done(to + " is made as " + manifest(exchange) + " is."));
        return;
      } catch (Refusal.Conflict e) {
        form.refuse("to", String.valueOf(e.getMessage()));
      }
    }
    show(exchange.invalid(), form);
  }

  private static void delete(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    form.agreed(manifest(exchange).value());
    String seen = form.text("seen");
    Manifests manifests = new Manifests(exchange.fleet());
    try {
      manifests.delete(
          manifest(exchange),
          seen.matches("[0-9]{1,9}") ? Integer.valueOf(seen) : null,
          exchange.reason());
    } catch (Refusal.Conflict e) {
      ManifestDocument now = manifests.get(manifest(exchange));
      show(
          exchange.overtaken(
              List.of(
                  new Overtaken(
                      "Manifest " + now.manifest(), form.text("saw"), ManifestPage.words(now)))),
          Form.empty());
      return;
    }
    exchange.redirect("/manifests", Toast.done("Manifest " + manifest(exchange) + " is deleted."));
  }
}
