package io.fleetman.controller.api;

import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.doctor.Finding;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OperationDocument.Unit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/orphans}: what half-done work left in the bucket. */
public final class OrphansResource implements Area {
  /** Something that is not as it should be. */
  record Orphan(String severity, String where, String what, String fix, boolean repairable) {
    static Orphan of(Finding f) {
      return new Orphan(
          f.severity().name().toLowerCase(Locale.ROOT),
          f.where(),
          f.what(),
          f.fix(),
          f.repairable());
    }

    private String key() {
      return where + " " + what;
    }
  }

  /** What was done about it. */
  record CleanedUp(List<String> done) {}

  @Override
  public void routes(Routes routes) {
    routes.describedIn("orphans");
    routes.get("/orphans", Access.view(Kind.FLEET, "*"), OrphansResource::list);
    routes.post(
        "/orphans/clean-up",
        Access.edit(Kind.FLEET, "*"),
        "doctor --repair",
        OrphansResource::cleanUp);
  }

  private static void list(ApiExchange exchange) {
    List<Orphan> all =
        new Doctor(exchange.fleet())
            .examine().stream().map(Orphan::of).sorted(Comparator.comparing(Orphan::key)).toList();
    exchange.list(all, Orphan::key, o -> o);
  }

  private static void cleanUp(ApiExchange exchange) {
    exchange.work(
        new FleetObject(Kind.FLEET, "*"),
        Unit.PLACES,
        (fleet, progress) -> new CleanedUp(new Doctor(fleet).repair(progress)),
        exchange::ok);
  }
}
