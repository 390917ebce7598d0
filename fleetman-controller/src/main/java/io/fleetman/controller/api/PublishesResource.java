package io.fleetman.controller.api;

import io.fleetman.codec.FieldException;
import io.fleetman.controller.cell.CellSelector;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.fleet.PublishState;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Publishes;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.PublishRuns;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.Author;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellState;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.PublishDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/publishes}: versions on their way to one or many cells. */
public final class PublishesResource implements Area {
  private static final int LISTED = 100;
  private static final int WITH_LINES = 5;

  private final PublishRuns running;

  /**
   * @param running shared with the portal: what this controller is at
   */
  public PublishesResource(PublishRuns running) {
    this.running = running;
  }

  /** What to publish, and to which cells: names, or those of a manifest, on nodes with labels. */
  record Wish(
      Version version,
      @Nullable List<String> cells,
      @Nullable ManifestId manifest,
      @Nullable List<String> labels,
      boolean redeploy,
      @Nullable String reason) {
    Wish {
      ApiFields.need("version", version);
    }
  }

  /** A publish, and how far it is. */
  record Publish(
      String id,
      Version version,
      boolean redeploy,
      boolean told,
      boolean done,
      int total,
      int succeeded,
      @Nullable List<Cell> cells,
      Author author) {
    static Publish of(PublishDocument p, PublishState state, boolean each) {
      int succeeded = (int) state.cells().stream().filter(c -> c.stage().isSuccess()).count();
      return new Publish(
          p.id(),
          p.version(),
          p.redeploy(),
          p.ended(),
          state.ended() == state.cells().size(),
          state.cells().size(),
          succeeded,
          each ? state.cells().stream().map(Cell::of).toList() : null,
          p.author());
    }
  }

  /** How far one of its cells is. */
  record Cell(
      CellRef cell,
      String stage,
      @Nullable CellState state,
      @Nullable Version running,
      @Nullable String reason,
      List<String> logTail) {
    static Cell of(PublishState.Cell c) {
      return new Cell(
          c.cell(),
          c.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          c.state(),
          c.running(),
          c.reason(),
          c.logTail());
    }
  }

  /** What a publish would change on a cell. */
  record Changes(
      CellRef cell,
      @Nullable Version from,
      Version to,
      List<File> files,
      List<Setting> settings,
      @Nullable String nothingToDo) {
    /** What becomes of a file. */
    record File(
        RelativePath path,
        String change,
        long oldSize,
        long newSize,
        List<String> what,
        @Nullable LineDiff lines) {}

    static Changes of(ChangePlan plan) {
      return of(plan, _ -> LineDiff.NONE);
    }

    static Changes of(ChangePlan plan, Function<FileChange, LineDiff> lines) {
      return new Changes(
          plan.cell(),
          plan.from(),
          plan.to(),
          plan.files().stream()
              .filter(f -> f.kind() != FileChange.Kind.SAME)
              .map(
                  f ->
                      new File(
                          f.path(),
                          f.kind().name().toLowerCase(Locale.ROOT),
                          f.oldSize(),
                          f.newSize(),
                          f.what(),
                          Optional.of(lines.apply(f)).filter(d -> !d.isEmpty()).orElse(null)))
              .toList(),
          plan.settings(),
          plan.nothingToDo());
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("publishes");
    Access view = Access.view(Kind.PUBLISH, "*");
    routes.get("/publishes", view, PublishesResource::list);
    routes.post("/publishes", Access.command(Kind.PUBLISH, "*"), "publish", this::begin);
    routes.get("/publishes/{id}", Access.view(Kind.PUBLISH, "{id}"), PublishesResource::show);
    routes.post(
        "/publishes/{id}/finish", Access.command(Kind.PUBLISH, "{id}"), "publish", this::finish);
    routes.post(
        "/publish-previews", Access.view(Kind.PUBLISH, "*"), "diff", PublishesResource::preview);
  }

  private static List<CellRef> cells(ApiExchange exchange, Wish wish) {
    List<String> names = Objects.requireNonNullElse(wish.cells(), List.of());
    ManifestId manifest = wish.manifest();
    List<String> labels = Objects.requireNonNullElse(wish.labels(), List.of());
    if (names.isEmpty() && manifest == null && labels.isEmpty()) {
      throw new FieldException(
          "cells", "name cells, or a manifest or labels that choose them", null);
    }
    CellSelector selector =
        CellSelector.parse(names, manifest == null ? null : manifest.toString(), labels);
    return new Cells(exchange.fleet()).select(selector).stream().map(CellDocument::ref).toList();
  }

  private void begin(ApiExchange exchange) throws InterruptedException {
    Wish wish = exchange.body(Wish.class);
    exchange.because(wish.reason());
    PublishDocument publish =
        new Publishes(exchange.fleet())
            .begin(
                exchange.fleet().newId(),
                wish.version(),
                cells(exchange, wish),
                wish.redeploy(),
                exchange.reason());
    running.carryOut(exchange, publish);
    exchange.at("/publishes/" + publish.id()).accepted(of(exchange, publish, true));
  }

  private void finish(ApiExchange exchange) throws InterruptedException {
    PublishDocument publish = new Publishes(exchange.fleet()).get(id(exchange));
    running.carryOut(exchange, publish);
    exchange.accepted(of(exchange, publish, true));
  }

  private static String id(ApiExchange exchange) {
    return exchange.path("id", id -> Keys.publish(id).isEmpty() ? "" : id);
  }

  private static void show(ApiExchange exchange) throws InterruptedException {
    exchange.ok(of(exchange, new Publishes(exchange.fleet()).get(id(exchange)), true));
  }

  private static void list(ApiExchange exchange) throws InterruptedException {
    List<Publish> publishes = new ArrayList<>();
    for (PublishDocument p :
        new Publishes(exchange.fleet()).newest(Math.min(LISTED, exchange.limit()))) {
      publishes.add(of(exchange, p, false));
    }
    exchange.list(publishes, (String) null);
  }

  private static Publish of(ApiExchange exchange, PublishDocument publish, boolean each)
      throws InterruptedException {
    return Publish.of(publish, PublishState.of(publish, exchange.known().view()), each);
  }

  private static void preview(ApiExchange exchange) {
    Wish wish = exchange.body(Wish.class);
    boolean lines = exchange.flag("lines");
    OpenFleet fleet = exchange.fleet();
    Publisher publisher = new Publisher(fleet);
    List<Publisher.Previewed> previews =
        Parallel.map(
            cells(exchange, wish),
            cell ->
                publisher.previewed(
                    new PublishRequest(cell, wish.version(), wish.redeploy(), null)));
    List<Changes> all = new ArrayList<>();
    for (Publisher.Previewed preview : previews) {
      all.add(
          lines && all.size() < WITH_LINES
              ? Changes.of(preview.plan(), preview.lines(fleet)::of)
              : Changes.of(preview.plan()));
    }
    exchange.list(all, (String) null);
  }
}
