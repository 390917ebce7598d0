package io.fleetman.controller.portal.cell;

import io.fleetman.controller.portal.ChangeList;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.LineDiffs;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.ObjectBody;
import java.io.InputStream;

/** The versions that are kept of a cell: the list, one, two compared, a file of one. */
final class VersionPages {
  private static final String BASE = "/cells/" + CellArea.NAME + "/versions";

  void routes(Routes routes) {
    Access view = Access.view(Kind.VERSION, CellArea.NAME);
    routes.page(BASE, view, VersionPages::list);
    routes.page(BASE + "/compare", view, VersionPages::compare);
    routes.page(BASE + "/{version}", view, VersionPages::show);
    routes.page(BASE + "/{version}/file", view, VersionPages::file);
    routes.form(
        BASE + "/{version}/delete",
        Access.edit(Kind.VERSION, CellArea.NAME + " {version}"),
        "version delete",
        VersionPages::delete);
  }

  private static void list(PageExchange exchange) throws InterruptedException {
    CellRef cell = CellArea.ref(exchange);
    exchange.render(
        "cell/versions.jte",
        cell + " versions",
        VersionList.of(CellArea.head(exchange), new Versions(exchange.fleet()).list(cell)));
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    CellRef cell = CellArea.ref(exchange);
    Version version = exchange.path("version", Version::new);
    SnapshotMark.Snapshot snapshot = new Versions(exchange.fleet()).get(cell, version);
    exchange.render(
        "cell/version.jte",
        cell + " " + version,
        SnapshotView.of(CellArea.head(exchange), snapshot, exchange.query("file").orElse("")));
  }

  private static void compare(PageExchange exchange) throws InterruptedException {
    CellRef cell = CellArea.ref(exchange);
    Version from = version(exchange, "from");
    Version to = version(exchange, "to");
    Versions versions = new Versions(exchange.fleet());
    SnapshotMark.Snapshot old = versions.get(cell, from);
    SnapshotMark.Snapshot now = versions.get(cell, to);
    ChangePlan plan = Publisher.between(old, now);
    exchange.render(
        "cell/compare.jte",
        cell + " " + from + " and " + to,
        new CompareView(
            CellArea.head(exchange),
            from.toString(),
            to.toString(),
            ChangeList.of(
                plan.files(),
                plan.settings(),
                new LineDiffs(exchange.fleet().objects(), old.files(), now.files())::of)));
  }

  private static Version version(PageExchange exchange, String name) {
    String text =
        exchange
            .query(name)
            .orElseThrow(() -> new Refusal.Invalid(name + ": choose two versions to compare"));
    return new Version(text);
  }

  // Always a download: what a version holds is not a page of this controller.
  private static void file(PageExchange exchange) {
    CellRef cell = CellArea.ref(exchange);
    Version version = exchange.path("version", Version::new);
    RelativePath path = new RelativePath(exchange.query("path").orElse(""));
    TreeEntry entry = new Versions(exchange.fleet()).get(cell, version).files().get(path);
    String key = entry == null ? null : entry.key();
    if (key == null) {
      throw new Refusal.NotFound("'" + path + "' is no file of " + cell + " " + version);
    }
    ObjectBody body = exchange.fleet().objects().open(key);
    InputStream in = body.stream();
    exchange
        .http()
        .header("Content-Disposition", "attachment; filename=\"" + safe(path) + "\"")
        .header("Content-Length", Long.toString(body.length()))
        .contentType("application/octet-stream")
        .result(in);
  }

  private static String safe(RelativePath path) {
    String name = path.value().substring(path.value().lastIndexOf('/') + 1);
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static void delete(PageExchange exchange) {
    CellRef cell = CellArea.ref(exchange);
    Version version = exchange.path("version", Version::new);
    Toast said;
    try {
      exchange.form().agreed(version.toString());
      new Versions(exchange.fleet()).delete(cell, version, exchange.reason());
      said = Toast.done("Version " + version + " of " + cell + " is deleted; its name stays taken");
    } catch (Refusal refusal) {
      said = Toast.failed(String.valueOf(refusal.getMessage()));
    }
    exchange.redirect("/cells/" + cell + "/versions", said);
  }
}
