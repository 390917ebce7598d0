package io.fleetman.controller.portal.publish;

import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.portal.Remembered;
import io.fleetman.controller.portal.cell.CellRow;
import io.fleetman.controller.publish.Publishes;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Exchange;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.PublishRuns;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.PublishDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Publishing: what to which cells, what that changes, and how far it is. */
public final class PublishArea implements Area {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LISTED = 30;

  private final PublishRuns running;
  private final Remembered<PublishDocument> remembered =
      new Remembered<>(100, Duration.ofSeconds(5), System::nanoTime);

  /**
   * @param running shared with the API: what this controller is at
   */
  public PublishArea(PublishRuns running) {
    this.running = running;
  }

  @Override
  public void routes(Routes routes) {
    Access view = Access.view(Kind.PUBLISH, "*");
    Access command = Access.command(Kind.PUBLISH, "*");
    routes.page("/publish", view, PublishArea::choose);
    routes.form("/publish/preview", command, "publish", PublishArea::preview);
    routes.page("/publishes", view, this::list);
    routes.form("/publishes", command, "publish", this::begin);
    routes.page("/publishes/{id}", Access.view(Kind.PUBLISH, "{id}"), this::follow);
    routes.form(
        "/publishes/{id}/finish", Access.command(Kind.PUBLISH, "{id}"), "publish", this::finish);
  }

  private static FleetView fleet(Exchange exchange) throws InterruptedException {
    return Objects.requireNonNullElseGet(
        exchange.known().view(), () -> new FleetView(null, List.of(), List.of()));
  }

  private static void choose(PageExchange exchange) throws InterruptedException {
    List<String> asked = exchange.http().queryParams("cell");
    FleetView fleet = fleet(exchange);
    String manifest =
        exchange
            .query("manifest")
            .orElseGet(
                () ->
                    asked.stream()
                        .flatMap(c -> fleet.cell(CellRef.parse(c)).stream())
                        .flatMap(c -> java.util.stream.Stream.ofNullable(c.manifest()))
                        .map(ManifestId::toString)
                        .findFirst()
                        .orElse(""));
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : List.of("version", "label", "node")) {
      exchange.query(name).ifPresent(v -> given.put(name, v));
    }
    choice(exchange, Form.with(given), manifest, new TreeSet<>(asked));
  }

  private static void choice(PageExchange exchange, Form form, String manifest, Set<String> cells)
      throws InterruptedException {
    FleetView fleet = fleet(exchange);
    List<String> manifests =
        fleet.cells().stream()
            .filter(c -> !c.removed() && c.manifest() != null)
            .map(c -> String.valueOf(c.manifest()))
            .distinct()
            .sorted()
            .toList();
    String chosen = manifest.isEmpty() && manifests.size() == 1 ? manifests.getFirst() : manifest;
    List<CellRow> rows = PublishChoice.rows(fleet, chosen, form.text("label"), form.text("node"));
    exchange.render(
        "publish/choose.jte",
        "Publish",
        new PublishChoice(
            form,
            chosen,
            manifests,
            chosen.isEmpty() ? List.of() : versions(exchange, new ManifestId(chosen), fleet),
            rows,
            rows.size() == 1
                ? Set.of(rows.getFirst().node() + "/" + rows.getFirst().cell())
                : cells));
  }

  private static List<PublishChoice.Version> versions(
      PageExchange exchange, ManifestId manifest, FleetView fleet) {
    Map<String, Long> at =
        fleet.cells().stream()
            .filter(c -> manifest.equals(c.manifest()) && c.running() != null)
            .collect(
                Collectors.groupingBy(c -> String.valueOf(c.running()), Collectors.counting()));
    return new Deployments(exchange.fleet())
        .list(manifest).stream()
            .filter(d -> d.state() == DeploymentState.SEALED)
            .map(
                d -> {
                  Long n = at.get(d.version().toString());
                  return new PublishChoice.Version(
                      d.version().toString(), n == null ? "" : "active on " + n);
                })
            .toList();
  }

  private static void preview(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    Version version = form.read("version", Version::new);
    Set<CellRef> cells = cells(form);
    if (form.ok() && cells.isEmpty()) {
      form.refuse("cells", "choose at least one cell");
    }
    if (!form.ok() || version == null) {
      choice(exchange.invalid(), form, form.text("manifest"), new TreeSet<>(form.all("cell")));
      return;
    }
    exchange.render(
        "publish/preview.jte",
        "Publish " + version,
        PreviewMaker.make(
            exchange.fleet(),
            Ids.next(exchange.site().clock().instant()),
            form.text("manifest"),
            version,
            cells,
            form.checked("redeploy"),
            form.text("reason")));
  }

  private static Set<CellRef> cells(Form form) {
    Set<CellRef> cells = new TreeSet<>();
    for (String cell : form.all("cell")) {
      try {
        cells.add(CellRef.parse(cell));
      } catch (IllegalArgumentException e) {
        form.refuse("cells", String.valueOf(e.getMessage()));
      }
    }
    return cells;
  }

  private void begin(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    Version version = form.read("version", Version::new);
    Set<CellRef> cells = cells(form);
    String id = form.text("id");
    try {
      if (version == null || !form.ok()) {
        throw new Refusal.Invalid("version and cells: choose them again");
      }
      PublishDocument publish =
          new Publishes(exchange.fleet())
              .begin(id, version, cells, form.checked("redeploy"), exchange.reason());
      carryOut(exchange, publish);
      exchange.redirect(
          "/publishes/" + id, Toast.done("Version " + version + " is being published"));
    } catch (Refusal refusal) {
      form.refuse(refusal);
      choice(exchange.invalid(), form, form.text("manifest"), new TreeSet<>(form.all("cell")));
    }
  }

  private void carryOut(PageExchange exchange, PublishDocument publish) {
    running.carryOut(exchange, publish);
    remembered.forget(key(exchange, publish.id()));
  }

  private void finish(PageExchange exchange) {
    String id = exchange.path("id");
    var _ = exchange.form();
    PublishDocument publish = new Publishes(exchange.fleet()).get(id);
    carryOut(exchange, publish);
    exchange.redirect("/publishes/" + id, Toast.done("It goes on"));
  }

  private void follow(PageExchange exchange) throws InterruptedException {
    String id = exchange.path("id", i -> io.fleetman.layout.Keys.publish(i).isEmpty() ? "" : i);
    PublishRuns.Copies copies = running.find(exchange, id).orElse(null);
    Remembered.Seen<PublishDocument> seen =
        remembered.get(
            key(exchange, id),
            copies == null ? "" : "running",
            () -> new Publishes(exchange.fleet()).get(id),
            PATIENCE);
    PublishDocument publish = seen.value();
    if (publish == null) {
      throw new Refusal.NotFound(
          Objects.requireNonNullElse(seen.problem(), "there is no publish " + id));
    }
    PublishPage page = PublishPage.of(publish, exchange.known().view(), copies);
    exchange.polling().render("publish/publish.jte", "Publish " + publish.version(), page);
  }

  private void list(PageExchange exchange) throws InterruptedException {
    FleetView fleet = fleet(exchange);
    List<PublishPage> pages =
        new Publishes(exchange.fleet())
            .newest(LISTED).stream()
                .map(p -> PublishPage.of(p, fleet, running.find(exchange, p.id()).orElse(null)))
                .toList();
    exchange.render("publish/list.jte", "Publishes", new PublishList(pages));
  }

  private static String key(Exchange exchange, String id) {
    return exchange.site().name() + " " + id;
  }
}
