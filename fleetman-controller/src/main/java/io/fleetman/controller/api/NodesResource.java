package io.fleetman.controller.api;

import io.fleetman.controller.config.NodeSetup;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Nodes;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/nodes}: machines with an agent, and what makes a machine one. */
public final class NodesResource implements Area {
  /** A node as it was last heard of. */
  record Node(
      NodeId node,
      String presence,
      @Nullable Long silentSeconds,
      @Nullable Long clockOffsetSeconds,
      @Nullable String agentVersion,
      @Nullable String hostname,
      @Nullable String os,
      @Nullable String arch,
      SortedMap<String, String> labels,
      Map<String, String> profiles,
      @Nullable Integer cpuPercent,
      @Nullable Long memoryUsed,
      @Nullable Long memoryTotal,
      @Nullable Long diskUsed,
      @Nullable Long diskTotal,
      int cells,
      List<String> problems) {
    static Node of(NodeView n, int cells) {
      Heartbeat beat = n.heartbeat();
      NodeReport report = n.report();
      Duration silent = n.silentFor();
      Map<String, String> profiles = new TreeMap<>();
      if (report != null) {
        report
            .profiles()
            .forEach((p, note) -> profiles.put(p.name().toLowerCase(Locale.ROOT), note));
      }
      return new Node(
          n.node(),
          n.presence().name().toLowerCase(Locale.ROOT),
          silent == null ? null : silent.toSeconds(),
          n.clockOffset() == null ? null : n.clockOffset().toSeconds(),
          beat != null ? beat.agentVersion() : report == null ? null : report.agentVersion(),
          report == null ? null : report.hostname(),
          report == null ? null : report.os(),
          report == null ? null : report.arch(),
          report == null ? new TreeMap<>() : report.labels(),
          profiles,
          beat == null ? null : beat.cpuPercent(),
          beat == null ? null : beat.memoryUsed(),
          beat == null ? null : beat.memoryTotal(),
          beat == null ? null : beat.diskUsed(),
          beat == null ? null : beat.diskTotal(),
          cells,
          n.problems());
    }
  }

  /** What makes a machine a node. */
  record Setup(NodeId node, String config, String configFile, List<String> commands) {}

  @Override
  public void routes(Routes routes) {
    routes.describedIn("nodes");
    routes.get("/nodes", Access.view(Kind.NODE, "*"), NodesResource::list);
    routes.get("/nodes/{node}", Access.view(Kind.NODE, "{node}"), NodesResource::show);
    routes.get("/nodes/{node}/setup", Access.view(Kind.NODE, "{node}"), NodesResource::setup);
    routes.delete(
        "/nodes/{node}", Access.edit(Kind.NODE, "{node}"), "agents delete", NodesResource::delete);
  }

  private static void list(ApiExchange exchange) throws InterruptedException {
    FleetView fleet = Known.fleet(exchange);
    Predicate<NodeView> wanted = _ -> true;
    String presence = exchange.query("presence").orElse("");
    if (!presence.isEmpty()) {
      Presence one = presence(presence);
      wanted = wanted.and(n -> n.presence() == one);
    }
    String label = exchange.query("label").orElse("");
    if (!label.isEmpty()) {
      wanted = wanted.and(n -> Known.labelled(n, label));
    }
    exchange.list(
        fleet.nodes().stream().filter(wanted).toList(),
        n -> n.node().toString(),
        n -> Node.of(n, fleet.cells(n.node()).size()));
  }

  private static Presence presence(String text) {
    try {
      return Presence.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("presence", "write active, warning, dead or unknown");
    }
  }

  private static void show(ApiExchange exchange) throws InterruptedException {
    NodeId id = exchange.path("node", NodeId::new);
    FleetView fleet = Known.fleet(exchange);
    NodeView node =
        fleet
            .node(id)
            .orElseThrow(
                () -> new Refusal.NotFound("there is no node " + id + " that was ever heard of"));
    exchange.ok(Node.of(node, fleet.cells(id).size()));
  }

  private static void setup(ApiExchange exchange) {
    NodeId node = exchange.path("node", NodeId::new);
    StorageSettings mine = exchange.site().storage();
    StorageSettings storage =
        NodeSetup.at(exchange.query("endpoint").map(NodesResource::url).orElse(null), mine);
    Map<String, String> labels = new TreeMap<>();
    for (String label : exchange.http().queryParams("label")) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw ProblemException.invalid("label", "write it as NAME=VALUE");
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    boolean user = exchange.query("as").orElse("root").equals("user");
    NodeSetup setup = new NodeSetup(node, labels, null, null, user);
    String config = setup.config(storage, mine.accessKey() != null, exchange.site().singleWriter());
    exchange.ok(new Setup(node, config, setup.configFile(), setup.commands(config)));
  }

  private static URI url(String text) {
    if (!text.matches("https?://[^\\s/]+.*")) {
      throw ProblemException.invalid("endpoint", "write a URL such as https://s3.example.com:9000");
    }
    return URI.create(text);
  }

  private static void delete(ApiExchange exchange) {
    exchange.because(exchange.query("reason").orElse(null));
    new Nodes(exchange.fleet()).delete(exchange.path("node", NodeId::new));
    exchange.site().watch().hurry();
    exchange.done();
  }
}
