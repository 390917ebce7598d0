package io.fleetman.controller.portal.cell;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Frame;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.CellDocument;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form that maps a manifest onto nodes. */
final class MapForm {
  private static final int CHOICES = 500;

  void routes(Routes routes) {
    routes.page("/cells/new", Access.view(Kind.CELL, "*"), MapForm::show);
    routes.form("/cells/new", Access.edit(Kind.CELL, "*"), "cell add", MapForm::map);
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    Map<String, String> given = new LinkedHashMap<>();
    exchange.query("manifest").ifPresent(m -> given.put("manifest", m));
    exchange.query("node").ifPresent(n -> given.put("nodes", n));
    exchange.query("cell").ifPresent(c -> given.put("cell", c));
    there(exchange, given);
    render(exchange, Form.with(given));
  }

  private static void render(PageExchange exchange, Form form) throws InterruptedException {
    FleetView fleet = CellArea.fleet(exchange);
    exchange.render(
        "cell/new.jte",
        "Map a manifest onto nodes",
        new MapView(
            form,
            new Manifests(exchange.fleet())
                .list().stream().map(m -> m.manifest().toString()).sorted().toList(),
            fleet.nodes().stream().map(n -> n.node().toString()).limit(CHOICES).toList()));
  }

  private static void map(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    ManifestId manifest = form.read("manifest", ManifestId::new);
    CellId id = form.read("cell", t -> new CellId(t.isEmpty() ? form.text("manifest") : t));
    List<CellRef> cells = new ArrayList<>();
    for (String name : names(form)) {
      NodeId node = read(form, name);
      if (node != null && id != null) {
        cells.add(new CellRef(node, id));
      }
    }
    if (form.ok() && cells.isEmpty()) {
      form.refuse("nodes", "name at least one node");
    }
    SortedMap<String, String> variables = variables(form);
    if (form.ok()) {
      try {
        var _ = new Manifests(exchange.fleet()).taking(Objects.requireNonNull(manifest), variables);
        List<Overtaken> others = others(exchange, form, cells, variables);
        if (!others.isEmpty()) {
          render(exchange.overtaken(others), again(exchange, form, cells));
          return;
        }
        for (CellRef cell : cells) {
          var _ =
              new Cells(exchange.fleet())
                  .map(cell, manifest, variables, state(exchange, cell), exchange.reason());
        }
      } catch (Refusal refusal) {
        form.refuse(refusal);
      }
    }
    if (!form.ok()) {
      render(exchange.invalid(), form);
      return;
    }
    String query =
        String.join("&", cells.stream().map(c -> "cell=" + Frame.encoded(c.toString())).toList());
    exchange.redirect(
        "/publish?" + query,
        Toast.done(
            (cells.size() == 1 ? "Cell " + cells.getFirst() + " is" : cells.size() + " cells are")
                + " made; now choose what to publish there"));
  }

  // A cell that is there is changed only by somebody who saw it as it is.
  private static List<Overtaken> others(
      PageExchange exchange, Form form, List<CellRef> cells, SortedMap<String, String> variables) {
    List<Overtaken> others = new ArrayList<>();
    for (CellRef cell : cells) {
      CellDocument now = present(exchange, cell);
      if (now != null
          && !now.variables().equals(variables)
          && !form.all("seen").contains(cell + " " + Tag.of(now))) {
        others.add(
            new Overtaken(
                cell.toString(), "variables " + variables + ", typed", CellPage.words(now)));
      }
    }
    return others;
  }

  private static @Nullable CellDocument present(PageExchange exchange, CellRef cell) {
    return new Cells(exchange.fleet()).find(cell).filter(c -> !c.removed()).orElse(null);
  }

  private static @Nullable ETag state(PageExchange exchange, CellRef cell) {
    return exchange.fleet().documents().read(Keys.cell(cell), CellDocument.class)
            instanceof Read.Found<CellDocument> found
        ? found.etag()
        : null;
  }

  // What was typed, and that the cells were seen by now: sent again, it replaces what is there.
  private static Form again(PageExchange exchange, Form form, List<CellRef> cells) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String name : List.of("manifest", "nodes", "cell", "reason")) {
      values.put(name, List.of(form.text(name)));
    }
    values.put("variables", List.of(form.raw("variables")));
    values.put(
        "seen",
        cells.stream()
            .flatMap(
                cell -> {
                  CellDocument now = present(exchange, cell);
                  return now == null ? Stream.empty() : Stream.of(cell + " " + Tag.of(now));
                })
            .toList());
    return Form.of(values);
  }

  // One that is there already is shown as it is, to be changed.
  private static void there(PageExchange exchange, Map<String, String> given) {
    String node = given.getOrDefault("nodes", "");
    String id = given.getOrDefault("cell", "");
    if (node.isEmpty() || id.isEmpty()) {
      return;
    }
    CellDocument cell = present(exchange, CellRef.parse(node + "/" + id));
    if (cell != null) {
      given.put("manifest", cell.manifest().value());
      given.put(
          "variables",
          cell.variables().entrySet().stream()
              .map(v -> v.getKey() + "=" + v.getValue())
              .collect(Collectors.joining("\n")));
      given.put("seen", cell.ref() + " " + Tag.of(cell));
    }
  }

  private static List<String> names(Form form) {
    return Stream.of(form.raw("nodes").split("[\\s,]+"))
        .filter(n -> !n.isEmpty())
        .distinct()
        .toList();
  }

  private static @Nullable NodeId read(Form form, String name) {
    try {
      return new NodeId(name);
    } catch (IllegalArgumentException e) {
      form.refuse("nodes", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static SortedMap<String, String> variables(Form form) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (String line : form.raw("variables").lines().toList()) {
      int equals = line.indexOf('=');
      if (line.isBlank()) {
        continue;
      }
      if (equals < 1) {
        form.refuse("variables", "'" + line.strip() + "': write NAME=VALUE, one a line");
      } else {
        variables.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return variables;
  }
}
