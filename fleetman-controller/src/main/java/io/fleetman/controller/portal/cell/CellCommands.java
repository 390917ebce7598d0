package io.fleetman.controller.portal.cell;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cell's page has its cell do. */
final class CellCommands {
  private final CellArea area;

  CellCommands(CellArea area) {
    this.area = area;
  }

  @FunctionalInterface
  private interface Command {
    Outcome send(Commands commands, CellRef cell, Form form, @Nullable String reason);
  }

  void routes(Routes routes) {
    command(routes, "restart", (c, cell, _, why) -> c.restart(cell, why));
    command(routes, "stop", (c, cell, _, why) -> c.stop(cell, why));
    command(routes, "start", (c, cell, _, why) -> c.start(cell, why));
    command(
        routes,
        "repair",
        (c, cell, form, why) -> {
          String seen = form.text("seen");
          return c.repair(cell, seen.isEmpty() ? null : seen, why);
        });
    command(
        routes,
        "rollback",
        (c, cell, form, why) -> {
          String to = form.text("to");
          return c.rollback(cell, to.isEmpty() ? null : new Version(to), why);
        });
    command(
        routes,
        "remove",
        (c, cell, form, why) -> {
          form.agreed(cell.toString());
          return c.remove(cell, why);
        });
    routes.form(
        "/cells/" + CellArea.NAME + "/drift",
        Access.edit(Kind.CELL, CellArea.NAME),
        "cell drift",
        this::drift);
  }

  private void command(Routes routes, String name, Command command) {
    routes.form(
        "/cells/" + CellArea.NAME + "/" + name,
        Access.command(Kind.CELL, CellArea.NAME),
        name,
        exchange -> send(exchange, command));
  }

  private void send(PageExchange exchange, Command command) {
    CellRef cell = CellArea.ref(exchange);
    Form form = exchange.form();
    Toast said;
    try {
      said =
          Toast.done(
              switch (command.send(new Commands(exchange.fleet()), cell, form, exchange.reason())) {
                case Outcome.Sent s ->
                    cell + " was told to " + s.command() + "; its node follows within seconds";
                case Outcome.NothingToDo n -> n.why();
                case Outcome.There t -> t.why();
                case Outcome.Failed f -> throw f.cause();
              });
    } catch (Refusal refusal) {
      said = Toast.failed(refusal.getMessage() == null ? "refused" : refusal.getMessage());
    }
    area.changed(exchange, cell);
    exchange.redirect("/cells/" + cell, said);
  }

  private void drift(PageExchange exchange) throws InterruptedException {
    CellRef cell = CellArea.ref(exchange);
    Form form = exchange.form();
    boolean repair = form.text("policy").equals("repair");
    String seen = form.text("seen");
    Toast said;
    try {
      var _ =
          new Cells(exchange.fleet())
              .onDrift(
                  cell,
                  repair ? DriftPolicy.REPAIR : DriftPolicy.REPORT,
                  seen.isEmpty() ? null : seen,
                  exchange.reason());
      said =
          Toast.done(
              repair
                  ? "what is changed by hand on " + cell + " is put right by itself from now on"
                  : "what is changed by hand on " + cell + " is shown and left as it is");
    } catch (Refusal.Conflict conflict) {
      area.changed(exchange, cell);
      exchange.overtaken(
          List.of(
              new Overtaken(
                  cell.toString(),
                  form.text("saw"),
                  CellPage.words(new Cells(exchange.fleet()).find(cell).orElse(null)))));
      area.cell(exchange);
      return;
    } catch (Refusal refusal) {
      said = Toast.failed(String.valueOf(refusal.getMessage()));
    }
    area.changed(exchange, cell);
    exchange.redirect("/cells/" + cell, said);
  }
}
