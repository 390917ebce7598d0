package io.fleetman.controller.api;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.fleet.CellFilter;
import io.fleetman.controller.fleet.CellGroup;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.Author;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.Drift;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.ETag;
import io.fleetman.store.Read;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/cells}: what runs where, and what it is told. */
public final class CellsResource implements Area {
  static final String ONE = "/cells/{node}/{cell}";
  static final String NAME = "{node}/{cell}";

  /** A cell as it is known: what it must be, and what its node says it is. */
  record Cell(
      CellRef cell,
      @Nullable ManifestId manifest,
      @Nullable Profile profile,
      @Nullable Desired desired,
      @Nullable Version desiredVersion,
      @Nullable Version running,
      @Nullable CellState state,
      boolean pending,
      String health,
      List<Drift> drift,
      DriftPolicy onDrift,
      @Nullable String reason,
      List<String> logTail,
      @Nullable Version logVersion,
      @Nullable Author author,
      @Nullable String commandId,
      @Nullable Long sinceSeconds,
      String presence,
      boolean removed,
      List<String> problems) {
    static Cell of(CellView c) {
      return new Cell(
          c.cell(),
          c.manifest(),
          c.profile(),
          c.desired(),
          c.desiredVersion(),
          c.running(),
          c.state(),
          c.pending(),
          c.health(),
          c.drift(),
          c.onDrift(),
          c.reason(),
          c.logTail(),
          c.logVersion(),
          c.author(),
          c.triggerId(),
          c.since() == null ? null : c.since().toSeconds(),
          c.node().name().toLowerCase(Locale.ROOT),
          c.removed(),
          c.problems());
    }
  }

  /** What a cell is made of. */
  record Definition(
      CellRef cell,
      ManifestId manifest,
      Map<String, String> variables,
      DriftPolicy onDrift,
      Author author) {
    static Definition of(CellDocument d) {
      return new Definition(d.ref(), d.manifest(), d.variables(), d.drift(), d.author());
    }
  }

  /** What makes or changes one. */
  record NewDefinition(
      ManifestId manifest,
      @Nullable Map<String, String> variables,
      @Nullable DriftPolicy onDrift,
      @Nullable String reason) {
    NewDefinition {
      ApiFields.need("manifest", manifest);
    }
  }

  /** What a cell is told. */
  record Command(String command, @Nullable Version to, @Nullable String reason) {
    Command {
      ApiFields.need("command", command);
    }
  }

  /** What came of that, as far as the bucket goes. */
  record Told(
      CellRef cell,
      String outcome,
      @Nullable Version version,
      @Nullable String commandId,
      @Nullable String message) {
    static Told of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Sent s -> new Told(s.cell(), "sent", s.version(), s.triggerId(), null);
        case Outcome.NothingToDo n ->
            new Told(n.cell(), "unchanged", n.version(), n.triggerId(), n.why());
        case Outcome.There t -> new Told(t.cell(), "unchanged", t.version(), null, t.why());
        case Outcome.Failed f -> throw f.cause();
      };
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("cells");
    Access view = Access.view(Kind.CELL, NAME);
    routes.get("/cells", Access.view(Kind.CELL, "*"), CellsResource::list);
    routes.get(ONE, view, CellsResource::show);
    routes.get(ONE + "/definition", view, CellsResource::definition);
    routes.put(
        ONE + "/definition", Access.edit(Kind.CELL, NAME), "cell add", CellsResource::define);
    routes.get(ONE + "/history", view, CellsResource::history);
    routes.post(
        ONE + "/commands", Access.command(Kind.CELL, NAME), "cell command", CellsResource::command);
  }

  private static void list(ApiExchange exchange) throws InterruptedException {
    FleetView fleet = Known.fleet(exchange);
    CellFilter filter =
        new CellFilter(
            text(exchange, "q"),
            text(exchange, "node"),
            text(exchange, "manifest"),
            text(exchange, "version"),
            exchange.query("state").map(CellsResource::group).orElse(null),
            text(exchange, "label"));
    exchange.list(
        fleet.cells().stream().filter(filter.in(fleet)).toList(),
        // in the order of nodes, then cells: "node" comes before "node-1"
        c -> c.cell().node() + "\u0001" + c.cell().cell(),
        Cell::of);
  }

  private static String text(ApiExchange exchange, String name) {
    return exchange.query(name).map(String::strip).orElse("");
  }

  private static CellGroup group(String value) {
    return CellGroup.of(value)
        .orElseThrow(
            () ->
                ProblemException.invalid(
                    "state", "write one of " + String.join(", ", CellGroup.all())));
  }

  private static void show(ApiExchange exchange) throws InterruptedException {
    CellRef ref = Known.cell(exchange);
    exchange.ok(
        Cell.of(
            Known.fleet(exchange)
                .cell(ref)
                .orElseThrow(() -> new Refusal.NotFound("there is no cell " + ref))));
  }

  private static Read<CellDocument> read(ApiExchange exchange) {
    return exchange.fleet().documents().read(Keys.cell(Known.cell(exchange)), CellDocument.class);
  }

  private static void definition(ApiExchange exchange) {
    if (read(exchange) instanceof Read.Found<CellDocument> found && !found.value().removed()) {
      exchange.etag(found.etag()).ok(Definition.of(found.value()));
      return;
    }
    throw new Refusal.NotFound("there is no cell " + Known.cell(exchange));
  }

  private static void define(ApiExchange exchange) {
    CellRef ref = Known.cell(exchange);
    NewDefinition body = exchange.body(NewDefinition.class);
    exchange.because(body.reason());
    ETag there = read(exchange) instanceof Read.Found<CellDocument> f ? f.etag() : null;
    exchange.match(there);
    TreeMap<String, String> variables =
        body.variables() == null ? new TreeMap<>() : new TreeMap<>(body.variables());
    var _ =
        new io.fleetman.controller.manifest.Manifests(exchange.fleet())
            .taking(body.manifest(), variables);
    Cells cells = new Cells(exchange.fleet());
    var _ =
        cells.map(
            ref,
            body.manifest(),
            variables,
            exchange.http().header("If-Match") == null ? null : there,
            exchange.reason());
    if (body.onDrift() != null) {
      var _ = cells.onDrift(ref, body.onDrift(), exchange.reason());
    }
    if (read(exchange) instanceof Read.Found<CellDocument> now) {
      exchange.etag(now.etag()).ok(Definition.of(now.value()));
    }
  }

  private static void history(ApiExchange exchange) {
    CellRef ref = Known.cell(exchange);
    var history = new FleetReader(exchange.fleet()).history(ref, exchange.limit());
    if (history.isEmpty() && new Cells(exchange.fleet()).find(ref).isEmpty()) {
      throw new Refusal.NotFound("there is no cell " + ref);
    }
    exchange.list(history, (String) null);
  }

  private static void command(ApiExchange exchange) {
    CellRef cell = Known.cell(exchange);
    Command body = exchange.body(Command.class);
    exchange.because(body.reason());
    if (body.to() != null && !body.command().equals("rollback")) {
      throw ProblemException.invalid("to", "only rollback goes to a version");
    }
    Commands commands = new Commands(exchange.fleet());
    String why = exchange.reason();
    exchange.accepted(
        Told.of(
            switch (body.command()) {
              case "restart" -> commands.restart(cell, why);
              case "stop" -> commands.stop(cell, why);
              case "start" -> commands.start(cell, why);
              case "rollback" -> commands.rollback(cell, body.to(), why);
              case "repair" -> commands.repair(cell, why);
              case "remove" -> commands.remove(cell, why);
              default ->
                  throw ProblemException.invalid(
                      "command", "write restart, stop, start, rollback, repair or remove");
            }));
  }
}
