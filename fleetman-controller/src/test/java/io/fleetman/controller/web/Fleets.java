package io.fleetman.controller.web;

import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.document.Author;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.Drift;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Fleets to look at. */
final class Fleets {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  static final StorageSettings STORE =
      new StorageSettings(
          URI.create("http://127.0.0.1:9000"),
          "us-east-1",
          "fleet",
          "prod",
          null,
          "key",
          "secret",
          Duration.ofSeconds(10),
          3);

  private Fleets() {}

  static FleetView empty() {
    return new FleetView(NOW, List.of(), List.of());
  }

  static FleetView healthy() {
    return new FleetView(
        NOW,
        List.of(
            node("node-1", Presence.ACTIVE, 4, Map.of("site", "berlin", "role", "web")),
            node("node-2", Presence.ACTIVE, 7, Map.of("site", "berlin"))),
        List.of(
            running("node-1", "web", "1.4.0"),
            running("node-1", "worker", "2026.11.3"),
            cell("node-2", "web-b", CellState.CHECKING, "1.4.0", "1.3.2", null, List.of()),
            cell("node-2", "assets", CellState.DEPLOYED, "7", "7", null, List.of())));
  }

  static FleetView failing() {
    CellView drifted =
        with(
            running("node-2", "worker", "2026.11.3"),
            List.of(new Drift("app.conf", "content changed"), new Drift("unit", "edited by hand")));
    return new FleetView(
        NOW,
        List.of(
            node("node-1", Presence.ACTIVE, 4, Map.of("site", "berlin", "role", "web")),
            node("node-2", Presence.ACTIVE, 7, Map.of("site", "berlin")),
            node("node-3", Presence.DEAD, 7_320, Map.of("site", "lisbon"))),
        List.of(
            cell(
                "node-1",
                "web",
                CellState.ROLLED_BACK,
                "1.5.0",
                "1.4.0",
                "version 1.5.0 did not answer http://127.0.0.1:8080/health within 30 s (connection"
                    + " refused); 1.4.0 runs again",
                List.of(
                    "10:00:01 web 1.5.0 starting",
                    "10:00:01 reading app.conf",
                    "10:00:02 fatal: cannot bind 127.0.0.1:8080: address already in use",
                    "10:00:02 exit 1")),
            drifted,
            cell(
                "node-2",
                "mail",
                CellState.FAILED,
                "0.1",
                null,
                "user 'mail-relay' does not exist on node-2: create it, or change user in the"
                    + " manifest",
                List.of()),
            cell("node-2", "batch", CellState.STOPPED, "3.0", "3.0", null, List.of()),
            running("node-3", "web-c", "1.4.0")));
  }

  static CellView running(String node, String cell, String version) {
    return cell(node, cell, CellState.RUNNING, version, version, null, List.of());
  }

  static CellView cell(
      String node,
      String cell,
      CellState state,
      String desired,
      @Nullable String running,
      @Nullable String reason,
      List<String> log) {
    boolean files = state == CellState.DEPLOYED;
    String health =
        switch (state) {
          case RUNNING, ROLLED_BACK -> "up";
          case FAILED -> "failed";
          case DEPLOYED -> "n/a";
          default -> "";
        };
    return new CellView(
        new CellRef(new NodeId(node), new CellId(cell)),
        new ManifestId(cell.replaceAll("-[a-z]$", "")),
        files ? Profile.DEPLOY : Profile.SYSTEMD,
        state == CellState.STOPPED ? Desired.STOPPED : Desired.RUNNING,
        new Version(desired),
        running == null ? null : new Version(running),
        state,
        false,
        health,
        List.of(),
        reason,
        log,
        new Version(desired),
        List.of(),
        new Author("ada@workshop", NOW.minusSeconds(4000), null),
        "t1",
        NOW,
        Duration.ofSeconds(90),
        node.equals("node-3") ? Presence.DEAD : Presence.ACTIVE,
        false,
        DriftPolicy.REPORT,
        List.of("t1"),
        List.of());
  }

  static CellView with(CellView c, List<Drift> drift) {
    return new CellView(
        c.cell(),
        c.manifest(),
        c.profile(),
        c.desired(),
        c.desiredVersion(),
        c.running(),
        c.state(),
        c.pending(),
        c.health(),
        drift,
        c.reason(),
        c.logTail(),
        c.logVersion(),
        c.runningLog(),
        c.author(),
        c.triggerId(),
        c.changedAt(),
        c.since(),
        c.node(),
        c.removed(),
        c.onDrift(),
        c.recent(),
        c.problems());
  }

  static NodeView node(String name, Presence presence, long silent, Map<String, String> labels) {
    NodeId id = new NodeId(name);
    long gb = 1L << 30;
    int seed = name.hashCode() & 0xf;
    return new NodeView(
        id,
        presence,
        Duration.ofSeconds(silent),
        null,
        new Heartbeat(
            id,
            "i",
            1,
            "0.1.0",
            100,
            30,
            5,
            3 + seed,
            gb * (2 + seed / 4),
            gb * 8,
            gb * 61,
            gb * (70 + seed),
            new TreeMap<>(),
            null,
            null),
        new NodeReport(
            id,
            "0.1.0",
            name + ".example.net",
            "Debian GNU/Linux 12 (bookworm)",
            "amd64",
            new TreeMap<>(labels),
            new TreeMap<>(Map.of(Profile.SYSTEMD, "system", Profile.DEPLOY, "")),
            List.of(),
            List.of()),
        List.of());
  }
}
