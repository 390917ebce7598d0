package io.fleetman.controller.portal.node;

import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Nodes;
import io.fleetman.controller.portal.PerView;
import io.fleetman.controller.portal.Query;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Drawn;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The list of nodes, a node's page, and how a machine becomes one. */
public final class NodeArea implements Area {
  private final PerView<Query, NodeList> lists = new PerView<>();

  @Override
  public void routes(Routes routes) {
    routes.page("/nodes", Access.view(Kind.NODE, "*"), this::list);
    routes.page("/nodes/add", Access.view(Kind.NODE, "*"), NodeArea::add);
    routes.page("/nodes/of/{node}", Access.view(Kind.NODE, "{node}"), NodeArea::node);
    routes.form(
        "/nodes/of/{node}/delete",
        Access.edit(Kind.NODE, "{node}"),
        "agents delete",
        NodeArea::delete);
  }

  private static FleetView fleet(PageExchange exchange) throws InterruptedException {
    return Objects.requireNonNullElseGet(
        exchange.known().view(), () -> new FleetView(null, List.of(), List.of()));
  }

  private void list(PageExchange exchange) throws InterruptedException {
    FleetView fleet = fleet(exchange);
    Query query = Query.of(exchange, NodeList.FILTERS);
    Drawn<NodeList> view =
        lists.get(exchange.site().name(), fleet, query, () -> NodeList.of(fleet, query));
    exchange.polling().renderDrawn("node/list.jte", "Nodes", view);
  }

  private static void node(PageExchange exchange) throws InterruptedException {
    NodeId id = exchange.path("node", NodeId::new);
    FleetView fleet = fleet(exchange);
    NodeView node =
        fleet
            .node(id)
            .orElseThrow(
                () ->
                    new Refusal.NotFound(
                        "there is no node " + id + ": the list has those that were ever heard of"));
    exchange
        .polling()
        .render(
            "node/node.jte", id.toString(), NodePage.of(node, fleet.cells(id), fleet.storeNow()));
  }

  private static void add(PageExchange exchange) throws InterruptedException {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : List.of("name", "labels", "endpoint", "as")) {
      exchange.query(name).ifPresent(v -> given.put(name, v));
    }
    FleetView fleet = fleet(exchange);
    exchange.render(
        "node/add.jte",
        "Add a node",
        AddNode.of(
            Form.with(given),
            exchange.site().storage(),
            exchange.site().singleWriter(),
            node -> fleet.node(node).filter(n -> n.heartbeat() != null).isPresent()));
  }

  private static void delete(PageExchange exchange) {
    NodeId node = exchange.path("node", NodeId::new);
    try {
      if (!exchange.form().text("typed").equals(node.toString())) {
        throw new Refusal.Invalid("type " + node + " to have its record deleted");
      }
      String seen = exchange.form().text("seen");
      new Nodes(exchange.fleet()).seen(seen.isEmpty() ? null : seen).delete(node);
      exchange.site().watch().hurry();
      exchange.redirect(
          "/nodes", Toast.done("The record of " + node + " is deleted; its cells stay"));
    } catch (Refusal refusal) {
      exchange.redirect("/nodes/of/" + node, Toast.failed(String.valueOf(refusal.getMessage())));
    }
  }
}
