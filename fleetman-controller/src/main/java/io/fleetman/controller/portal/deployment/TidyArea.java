package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.Refusal;
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
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.List;
import java.util.SortedMap;

/** Staging, the recycle bin, and the clean-up of what nothing names. */
public final class TidyArea implements Area {
  private static final String STAGING = "/deployments/-/staging";
  private static final String BIN = "/deployments/-/recycle-bin";
  private static final String ORPHANS = "/deployments/-/orphans";

  @Override
  public void routes(Routes routes) {
    routes.page(STAGING, Access.view(Kind.STAGING, "*"), TidyArea::staging);
    routes.form(
        STAGING + "/remove",
        Access.edit(Kind.STAGING, "*"),
        "staging remove",
        TidyArea::removeStaged);
    routes.page(BIN, Access.view(Kind.DEPLOYMENT, "*"), TidyArea::bin);
    routes.form(
        BIN + "/empty",
        Access.edit(Kind.DEPLOYMENT, "*"),
        "deployment purge --all",
        TidyArea::empty);
    routes.page(ORPHANS, Access.view(Kind.FLEET, "*"), TidyArea::orphans);
    routes.form(ORPHANS, Access.edit(Kind.FLEET, "*"), "doctor --repair", TidyArea::cleanUp);
  }

  private static void staging(PageExchange exchange) throws InterruptedException {
    staging(exchange, exchange.query("into").orElse(""));
  }

  static void staging(PageExchange exchange, String wanted) throws InterruptedException {
    SortedMap<RelativePath, TreeEntry> files = new Staging(exchange.fleet()).list();
    List<String> drafts =
        new Deployments(exchange.fleet())
            .all(null).stream()
                .filter(d -> d.state() == DeploymentState.DRAFT)
                .map(d -> d.manifest() + " " + d.version())
                .toList();
    String into = drafts.contains(wanted) ? wanted : "";
    exchange.render(
        "deployment/staging.jte",
        "Staging",
        new StagingPage(
            FileBrowser.of(files, exchange.query("in").orElse(""), exchange.query("q").orElse("")),
            into,
            drafts,
            files.size(),
            Human.bytes(files.values().stream().mapToLong(TreeEntry::size).sum()),
            Seen.text(files.values())));
  }

  private static void removeStaged(PageExchange exchange) throws InterruptedException {
    Ticked ticked = Ticked.of(exchange.form());
    if (ticked.isEmpty()) {
      exchange.redirect(STAGING, Toast.failed("Nothing was removed: tick files first."));
      return;
    }
    Staging staging = new Staging(exchange.fleet());
    List<RelativePath> gone;
    try {
      gone = staging.remove(ticked.seen(), exchange.reason());
    } catch (Refusal e) {
      List<Overtaken> changed = ticked.overtaken(staging.list());
      if (changed.isEmpty()) {
        throw e;
      }
      staging(exchange.overtaken(changed), "");
      return;
    }
    exchange.redirect(STAGING, Toast.done(Human.count(gone.size(), "file") + " removed."));
  }

  private static void bin(PageExchange exchange) throws InterruptedException {
    List<DeploymentDocument> all = new RecycleBin(exchange.fleet()).list(null);
    exchange.render("deployment/bin.jte", "Recycle bin", BinPage.of(all));
  }

  private static void empty(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    form.agreed("empty");
    RecycleBin bin = new RecycleBin(exchange.fleet());
    String seen = form.text("seen");
    RecycleBin.Emptied emptied;
    try {
      emptied = bin.seen(seen.isEmpty() ? null : seen).empty(null, exchange.reason());
    } catch (Refusal.Conflict e) {
      BinPage now = BinPage.of(bin.list(null));
      exchange
          .overtaken(List.of(new Overtaken("The recycle bin", form.text("saw"), now.words())))
          .render("deployment/bin.jte", "Recycle bin", now);
      return;
    }
    exchange.redirect(
        BIN,
        Toast.done(
            Human.count(emptied.purged().size(), "version")
                + " purged, "
                + Human.count(emptied.objects(), "object")
                + " deleted."));
  }

  private static void orphans(PageExchange exchange) throws InterruptedException {
    exchange.render(
        "deployment/orphans.jte",
        "Clean up",
        OrphansPage.of(new Doctor(exchange.fleet()).examine()));
  }

  private static void cleanUp(PageExchange exchange) {
    exchange.form();
    List<String> done = new Doctor(exchange.fleet()).repair();
    exchange.redirect(
        ORPHANS,
        Toast.done(done.isEmpty() ? "There was nothing to clean up." : String.join("; ", done)));
  }
}
