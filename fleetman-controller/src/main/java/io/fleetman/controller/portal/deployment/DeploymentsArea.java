package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.deployment.SealResult;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deployments: the list, a version, what is done to it. */
public final class DeploymentsArea implements Area {
  static final String ONE = "/deployments/{manifest}/{version}";
  static final Access VIEW = Access.view(Kind.DEPLOYMENT, "{manifest} {version}");
  static final Access EDIT = Access.edit(Kind.DEPLOYMENT, "{manifest} {version}");
  private static final Access ANY = Access.view(Kind.DEPLOYMENT, "*");

  @Override
  public void routes(Routes routes) {
    routes.page("/deployments", ANY, DeploymentsArea::list);
    routes.page("/deployments/-/new", ANY, DeploymentsArea::blank);
    routes.form(
        "/deployments/-/new",
        Access.edit(Kind.DEPLOYMENT, "*"),
        "deployment create",
        DeploymentsArea::create);
    routes.page(ONE, VIEW, DeploymentsArea::one);
    routes.page(ONE + "/compare", VIEW, DeploymentsArea::compare);
    routes.form(ONE + "/seal", EDIT, "seal", DeploymentsArea::seal);
    routes.form(ONE + "/clone", EDIT, "deployment clone", DeploymentsArea::copy);
    routes.form(ONE + "/pick", EDIT, "upload --from-staging", DeploymentsArea::pick);
    routes.form(ONE + "/recycle", EDIT, "deployment recycle", DeploymentsArea::recycle);
    routes.form(ONE + "/restore", EDIT, "deployment restore", DeploymentsArea::restore);
    routes.form(ONE + "/purge", EDIT, "deployment purge", DeploymentsArea::purge);
  }

  static ManifestId manifest(PageExchange exchange) {
    return exchange.path("manifest", ManifestId::new);
  }

  static Version version(PageExchange exchange) {
    return exchange.path("version", Version::new);
  }

  static String page(PageExchange exchange) {
    return "/deployments/" + manifest(exchange) + "/" + version(exchange);
  }

  private static void list(PageExchange exchange) throws InterruptedException {
    DeploymentList.Filter filter =
        new DeploymentList.Filter(
            exchange.query("manifest").orElse(""),
            exchange.query("state").orElse(""),
            exchange.query("q").orElse(""),
            exchange.query("sort").filter(s -> s.matches("changed|name|size")).orElse("changed"),
            exchange
                .query("page")
                .filter(p -> p.matches("[1-9][0-9]{0,5}"))
                .map(Integer::parseInt)
                .orElse(1));
    exchange.render(
        "deployment/list.jte",
        "Deployments",
        DeploymentList.of(filter, new Deployments(exchange.fleet()).newest()));
  }

  private static void blank(PageExchange exchange) throws InterruptedException {
    String manifest = exchange.query("manifest").orElse("");
    Form form =
        Form.with(
            java.util.Map.of("manifest", manifest, "from", exchange.query("from").orElse("")));
    newVersion(exchange, form);
  }

  private static void newVersion(PageExchange exchange, Form form) throws InterruptedException {
    List<String> manifests =
        new Manifests(exchange.fleet()).list().stream().map(m -> m.manifest().value()).toList();
    List<String> versions =
        new Deployments(exchange.fleet())
            .all(null).stream()
                .filter(d -> d.state() != DeploymentState.PURGED)
                .map(d -> d.manifest() + " " + d.version())
                .toList();
    exchange.render("deployment/new.jte", "New version", new NewVersion(form, manifests, versions));
  }

  private static void create(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    ManifestId manifest = form.read("manifest", ManifestId::new);
    Version version = form.read("version", Version::new);
    String from = form.text("from");
    if (manifest == null || version == null) {
      newVersion(exchange.invalid(), form);
      return;
    }
    try {
      Drafts drafts = new Drafts(exchange.fleet());
      if (from.isEmpty()) {
        var _ = drafts.create(manifest, version);
      } else {
        String[] source = from.split(" ", 2);
        if (source.length < 2 || !source[0].equals(manifest.value())) {
          form.refuse("from", "choose a version of " + manifest + ", or start empty");
          newVersion(exchange.invalid(), form);
          return;
        }
        var _ = drafts.cloneTo(manifest, new Version(source[1]), version, UploadListener.NONE);
      }
    } catch (Refusal e) {
      form.refuse("version", String.valueOf(e.getMessage()));
      newVersion(exchange.invalid(), form);
      return;
    }
    exchange.redirect(
        "/deployments/" + manifest + "/" + version,
        Toast.done(manifest + " " + version + " is a draft now: add its files, then seal it."));
  }

  private static void one(PageExchange exchange) throws InterruptedException {
    show(exchange, null);
  }

  static void show(PageExchange exchange, @Nullable String problem) throws InterruptedException {
    Deployments deployments = new Deployments(exchange.fleet());
    DeploymentDocument found = deployments.get(manifest(exchange), version(exchange));
    FileBrowser browser =
        FileBrowser.of(
            found.files(), exchange.query("in").orElse(""), exchange.query("q").orElse(""));
    DeploymentPage view =
        DeploymentPage.of(
            found, blockers(exchange, found), browser, deployments.list(found.manifest()));
    exchange.render(
        "deployment/one.jte",
        found.manifest() + " " + found.version(),
        problem == null ? view : view.refused(problem));
  }

  private static @Nullable List<String> blockers(
      PageExchange exchange, DeploymentDocument deployment) {
    if (deployment.state() != DeploymentState.DRAFT) {
      return null;
    }
    try {
      return new Drafts(exchange.fleet())
          .keepsFromSealing(deployment.manifest(), deployment.version());
    } catch (Refusal e) {
      return e.problems(); // such as a manifest that is gone, or bytes that are
    }
  }

  private static void compare(PageExchange exchange) throws InterruptedException {
    Deployments deployments = new Deployments(exchange.fleet());
    DeploymentDocument to = deployments.get(manifest(exchange), version(exchange));
    List<DeploymentDocument> others =
        deployments.list(to.manifest()).stream()
            .filter(d -> d.state() != DeploymentState.PURGED)
            .filter(d -> !d.version().equals(to.version()))
            .toList();
    String with =
        exchange
            .query("with")
            .orElseGet(() -> others.isEmpty() ? "" : others.getFirst().version().value());
    if (with.isEmpty()) {
      throw new Refusal.NotFound(
          "there is no other version of " + to.manifest() + " to compare with: make one first");
    }
    DeploymentDocument from = deployments.get(to.manifest(), new Version(with));
    exchange.render(
        "deployment/compare.jte",
        from.version() + " → " + to.version(),
        Comparison.of(
            exchange.fleet(),
            deployments.asInstalled(from),
            deployments.asInstalled(to),
            others.stream().map(d -> d.version().value()).toList(),
            exchange.query("path").orElse("")));
  }

  private static void seal(PageExchange exchange) throws InterruptedException {
    String seen = seen(exchange);
    try {
      SealResult sealed =
          new Deployments(exchange.fleet())
              .seal(manifest(exchange), version(exchange), seen, exchange.reason());
      String left =
          sealed.leftOut().isEmpty()
              ? ""
              : " Left out, since no entry of files selects them: "
                  + String.join(", ", sealed.leftOut().stream().map(RelativePath::value).toList());
      exchange.redirect(
          page(exchange),
          Toast.done(
              manifest(exchange) + " " + version(exchange) + " is sealed: publish it." + left));
    } catch (Refusal.NotFound e) {
      throw e;
    } catch (Refusal.Conflict e) {
      overtaken(exchange);
    } catch (Refusal e) {
      show(exchange.invalid(), String.valueOf(e.getMessage()));
    }
  }

  // Somebody else changed what the page showed: it is shown as it is now, with both in words.
  private static void overtaken(PageExchange exchange) throws InterruptedException {
    DeploymentDocument now =
        new Deployments(exchange.fleet()).get(manifest(exchange), version(exchange));
    show(
        exchange.overtaken(
            List.of(
                new Overtaken(
                    now.manifest() + " " + now.version(),
                    exchange.form().text("saw"),
                    States.words(now)))),
        null);
  }

  private static @Nullable String seen(PageExchange exchange) {
    String seen = exchange.form().text("seen");
    return seen.isEmpty() ? null : seen;
  }

  private static RecycleBin bin(PageExchange exchange) {
    return new RecycleBin(exchange.fleet()).seen(seen(exchange));
  }

  private static void copy(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    try {
      Version to = new Version(form.text("version"));
      var _ =
          new Drafts(exchange.fleet())
              .cloneTo(manifest(exchange), version(exchange), to, UploadListener.NONE);
      exchange.redirect(
          "/deployments/" + manifest(exchange) + "/" + to,
          Toast.done(to + " is a draft with the files of " + version(exchange) + "."));
    } catch (Refusal.Conflict | IllegalArgumentException e) {
      show(exchange.invalid(), String.valueOf(e.getMessage()));
    }
  }

  private static void pick(PageExchange exchange) throws InterruptedException {
    Ticked ticked = Ticked.of(exchange.form());
    if (ticked.isEmpty()) {
      exchange.redirect(page(exchange), Toast.failed("Nothing was picked: tick files first."));
      return;
    }
    Staging staging = new Staging(exchange.fleet());
    List<Overtaken> changed = ticked.overtaken(staging.list());
    if (!changed.isEmpty()) {
      TidyArea.staging(exchange.overtaken(changed), manifest(exchange) + " " + version(exchange));
      return;
    }
    var picked = staging.pick(ticked.seen());
    var done =
        new Drafts(exchange.fleet())
            .copyIn(manifest(exchange), version(exchange), picked, UploadListener.NONE);
    exchange.redirect(
        page(exchange),
        Toast.done(done.copied() + " of " + picked.size() + " copied from staging."));
  }

  private static void recycle(PageExchange exchange) throws InterruptedException {
    try {
      var _ = bin(exchange).recycle(manifest(exchange), version(exchange), exchange.reason());
    } catch (Refusal.Conflict e) {
      overtaken(exchange);
      return;
    }
    exchange.redirect(
        "/deployments",
        Toast.done(manifest(exchange) + " " + version(exchange) + " is in the recycle bin."));
  }

  private static void restore(PageExchange exchange) throws InterruptedException {
    try {
      var _ = bin(exchange).restore(manifest(exchange), version(exchange), exchange.reason());
    } catch (Refusal.Conflict e) {
      overtaken(exchange);
      return;
    }
    exchange.redirect(
        page(exchange), Toast.done(manifest(exchange) + " " + version(exchange) + " is restored."));
  }

  private static void purge(PageExchange exchange) throws InterruptedException {
    exchange.form().agreed(version(exchange).value());
    int objects;
    try {
      objects = bin(exchange).purge(manifest(exchange), version(exchange), exchange.reason());
    } catch (Refusal.Conflict e) {
      overtaken(exchange);
      return;
    }
    exchange.redirect(
        "/deployments/-/recycle-bin",
        Toast.done(
            manifest(exchange) + " " + version(exchange) + " is purged: " + objects + " objects."));
  }
}
