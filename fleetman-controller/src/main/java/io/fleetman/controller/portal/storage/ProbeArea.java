package io.fleetman.controller.portal.storage;

import io.fleetman.controller.storage.StoreProbe;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.document.FleetObject.Kind;
import java.util.List;

/** What the store was found to keep of what Fleetman asks of it. */
public final class ProbeArea implements Area {
  /**
   * What the page shows.
   *
   * @param store where it is
   * @param rules what is asked of it
   * @param missing one sentence of what it lacks; empty if nothing, or it was not tried just now
   * @param fresh whether it was tried just now; else this is what was found when the fleet was made
   */
  public record View(String store, List<Row> rules, String missing, boolean fresh) {}

  /** A rule, whether it is kept, and what it is for. */
  public record Row(String title, String neededFor, Word outcome, String detail) {}

  @Override
  public void routes(Routes routes) {
    Access access = Access.view(Kind.FLEET, "*");
    routes.page("/storage/probe", access, e -> show(e, false));
    routes.form("/storage/probe", access, "doctor", e -> show(e, true));
  }

  private static void show(PageExchange exchange, boolean fresh) throws InterruptedException {
    StoreProbe probe = new StoreProbe(exchange.fleet());
    StoreProbe.Result result = fresh ? probe.quick() : probe.recorded();
    exchange.render(
        "storage/probe.jte",
        "Store probe",
        new View(
            exchange.site().storage().toString(),
            result.rules().stream().map(ProbeArea::row).toList(),
            result.missing(),
            fresh));
  }

  private static Row row(StoreProbe.Kept rule) {
    Word word =
        switch (rule.outcome()) {
          case "ok" -> new Word("Kept", Tone.GOOD);
          case "failed" -> new Word("Broken", Tone.BAD);
          default -> new Word("Not tried", Tone.QUIET);
        };
    return new Row(rule.rule().title(), rule.rule().neededFor(), word, rule.detail());
  }
}
