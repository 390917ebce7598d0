package io.fleetman.controller.portal.fleet;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.portal.fleet.FleetPage.CellRow;
import io.fleetman.controller.portal.fleet.FleetPage.Gauge;
import io.fleetman.controller.portal.fleet.FleetPage.NodeRow;
import io.fleetman.controller.portal.fleet.FleetPage.Tile;
import io.fleetman.controller.portal.fleet.FleetPage.Trouble;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.Author;
import io.fleetman.document.CellState;
import io.fleetman.document.Desired;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.layout.Version;
import io.fleetman.store.StorageSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what was read of a fleet into what the page says. Pure. */
final class FleetPages {
  private static final String NONE = "–";

  private FleetPages() {}

  static FleetPage page(StorageSettings store, FleetModel.Known seen) {
    FleetView view = seen.view();
    FleetView fleet = view == null ? new FleetView(null, List.of(), List.of()) : view;
    List<Trouble> troubles = troubles(fleet);
    List<Tile> tiles = tiles(fleet, troubles.size());
    return new FleetPage(
        store.bucket() + (store.prefix().isEmpty() ? "" : "/" + store.prefix()),
        store.endpoint() == null ? "AWS S3, " + store.region() : store.endpoint().toString(),
        view != null,
        seen.age().toMillis(),
        seen.problem(),
        summary(fleet, troubles.size()),
        tiles,
        troubles,
        fleet.cells().stream().map(FleetPages::cell).toList(),
        fleet.nodes().stream().map(n -> node(n, fleet.cells())).toList());
  }

  private static String summary(FleetView fleet, int troubles) {
    return Human.count(fleet.nodes().size(), "node")
        + ", "
        + Human.count(fleet.cells().size(), "cell")
        + ", "
        + (troubles == 0 ? "nothing needs" : troubles == 1 ? "1 needs" : troubles + " need")
        + " attention";
  }

  private static List<Tile> tiles(FleetView fleet, int troubles) {
    long active = fleet.count(Presence.ACTIVE);
    int nodes = fleet.nodes().size();
    long up = fleet.cells().stream().filter(c -> heardOf(c) && tone(c) == Tone.GOOD).count();
    long busy = fleet.cells().stream().filter(c -> tone(c) == Tone.BUSY).count();
    long quiet = fleet.cells().stream().filter(c -> tone(c) == Tone.QUIET).count();
    long cells = fleet.cells().size() - quiet;
    String idle = quiet == 0 ? "" : quiet + (quiet == 1 ? " is" : " are") + " not meant to run";
    String silent =
        Stream.of(Presence.WARNING, Presence.DEAD, Presence.UNKNOWN)
            .filter(p -> fleet.count(p) > 0)
            .map(p -> fleet.count(p) + " " + word(p))
            .reduce((a, b) -> a + ", " + b)
            .orElse(nodes == 0 ? "none yet" : "all are heard of");
    return List.of(
        new Tile(
            "server",
            active + (active == nodes ? "" : " of " + nodes),
            "active " + (nodes == 1 ? "node" : "nodes"),
            silent,
            nodes == 0 ? Tone.QUIET : active == nodes ? Tone.GOOD : Tone.WARN),
        new Tile(
            "box",
            up + (up == cells ? "" : " of " + cells),
            (cells == 1 ? "cell" : "cells") + " as wanted",
            !idle.isEmpty()
                ? idle
                : cells == 0 ? "none yet" : cells == up ? "all of them" : "the others are below",
            cells == 0 ? Tone.QUIET : up == cells ? Tone.GOOD : Tone.WARN),
        new Tile(
            "rocket",
            Long.toString(busy),
            "on the way",
            busy == 0 ? "nothing under way" : "being deployed",
            busy == 0 ? Tone.QUIET : Tone.BUSY),
        new Tile(
            troubles == 0 ? "circle-check" : "alert-triangle",
            Integer.toString(troubles),
            troubles == 1 ? "needs attention" : "need attention",
            troubles == 0 ? "all is well" : "see right below",
            troubles == 0 ? Tone.GOOD : Tone.BAD));
  }

  private static List<Trouble> troubles(FleetView fleet) {
    List<Trouble> found = new ArrayList<>();
    for (CellView c : fleet.cells()) {
      if (c.needsAttention()) {
        found.add(trouble(c));
      }
    }
    for (NodeView n : fleet.nodes()) {
      boolean silent = n.presence() == Presence.DEAD || n.presence() == Presence.WARNING;
      if (silent || !n.problems().isEmpty()) {
        found.add(trouble(n));
      }
    }
    // worst first; the sort keeps the fleet's own order within a tone
    found.sort(Comparator.comparingInt(t -> t.state().tone() == Tone.BAD ? 0 : 1));
    return List.copyOf(found);
  }

  private static Trouble trouble(CellView c) {
    List<String> reasons = new ArrayList<>();
    if (c.reason() != null) {
      reasons.add(c.reason());
    }
    reasons.addAll(c.problems());
    c.drift().forEach(d -> reasons.add("Changed by hand: " + d.subject() + ": " + d.reason()));
    boolean differ = !Objects.equals(c.desiredVersion(), c.running());
    return new Trouble(
        "cell-" + c.cell().node() + "-" + c.cell().cell(),
        c.cell().node() + "/" + c.cell().cell(),
        tone(c) == Tone.GOOD ? new Word("Drifted", Tone.WARN) : state(c),
        reasons,
        differ
            ? "wanted "
                + text(c.desiredVersion())
                + (c.running() == null ? ", nothing is active" : ", active is " + c.running())
            : null,
        String.join("\n", c.logTail()));
  }

  private static Trouble trouble(NodeView n) {
    List<String> reasons = new ArrayList<>(n.problems());
    if (n.presence() == Presence.DEAD || n.presence() == Presence.WARNING) {
      reasons.add(
          "Its agent was last heard of "
              + Words.coarse(n.silentFor())
              + ": see that the machine is on, and 'systemctl status fleetagent' there");
    }
    Tone tone = n.presence() == Presence.DEAD ? Tone.BAD : Tone.WARN;
    return new Trouble(
        "node-" + n.node(),
        n.node().toString(),
        n.presence() == Presence.ACTIVE
            ? new Word("Node problem", tone)
            : new Word("Node " + word(n.presence()), tone),
        reasons,
        null,
        "");
  }

  private static CellRow cell(CellView c) {
    String desired =
        switch (c.desired()) {
          case null -> "not published";
          case Desired d when d == Desired.REMOVED -> "removed";
          case Desired d when d == Desired.STOPPED -> "stopped";
          case Desired _ -> text(c.desiredVersion());
        };
    String running = text(c.running());
    Author author = c.author();
    return new CellRow(
        c.cell().node().toString(),
        c.cell().cell().toString(),
        c.manifest() == null ? "" : c.manifest().toString(),
        c.profile() == null ? "" : c.profile().name().toLowerCase(Locale.ROOT),
        desired,
        running,
        c.desired() == Desired.RUNNING && !desired.equals(running),
        faded(c, state(c)),
        c.since() == null || c.pending() ? "" : Words.coarse(c.since()),
        heardOf(c),
        faded(c, health(c)),
        c.drift().stream().map(d -> d.subject() + ": " + d.reason()).toList(),
        author == null ? null : author.by(),
        author == null ? null : author.at(),
        author == null ? null : author.reason());
  }

  private static boolean heardOf(CellView c) {
    return c.node() == Presence.ACTIVE || c.node() == Presence.WARNING;
  }

  /** What a silent node said last is no news, good or bad. */
  private static Word faded(CellView c, Word word) {
    return heardOf(c) ? word : new Word(word.text(), Tone.QUIET);
  }

  private static Tone tone(CellView c) {
    return state(c).tone();
  }

  private static Word state(CellView c) {
    CellState state = c.state();
    if (c.pending() || (state == null && c.desired() != null)) {
      return new Word("Waiting for the node", Tone.BUSY);
    }
    return state == null
        ? new Word("Not published", Tone.QUIET)
        : new Word(Words.title(state.name()), Tone.of(state));
  }

  private static Word health(CellView c) {
    return switch (c.health()) {
      case "" -> new Word(NONE, Tone.QUIET);
      case "up" -> new Word("Up", Tone.GOOD);
      case "down" -> new Word("Down", Tone.BAD);
      case "failed" -> new Word("Failed", Tone.BAD);
      case "n/a" -> new Word("Files only", Tone.QUIET);
      default -> new Word(c.health(), Tone.QUIET);
    };
  }

  private static NodeRow node(NodeView n, List<CellView> cells) {
    Heartbeat beat = n.heartbeat();
    NodeReport report = n.report();
    return new NodeRow(
        n.node().toString(),
        new Word(Words.title(n.presence().name()), Tone.of(n.presence())),
        Words.coarse(n.silentFor()),
        report == null ? "" : report.hostname() + ", " + report.os(),
        report == null
            ? List.of()
            : report.labels().entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toList(),
        report == null
            ? List.of()
            : report.profiles().keySet().stream()
                .map(p -> p.name().toLowerCase(Locale.ROOT))
                .toList(),
        beat != null ? beat.agentVersion() : report != null ? report.agentVersion() : "",
        (int) cells.stream().filter(c -> c.cell().node().equals(n.node())).count(),
        beat == null || beat.cpuPercent() == null
            ? null
            : new Gauge("CPU", Math.clamp(beat.cpuPercent(), 0, 100), ""),
        beat == null ? null : gauge("Memory", beat.memoryUsed(), beat.memoryTotal()),
        beat == null ? null : gauge("Disk", beat.diskUsed(), beat.diskTotal()));
  }

  private static @Nullable Gauge gauge(String name, @Nullable Long used, @Nullable Long total) {
    if (used == null || total == null || total <= 0) {
      return null;
    }
    return new Gauge(
        name,
        Math.clamp(100 * used / total, 0, 100),
        Human.bytes(used) + " of " + Human.bytes(total));
  }

  private static String word(Presence presence) {
    return switch (presence) {
      case ACTIVE -> "active";
      case WARNING -> "late";
      case DEAD -> "dead";
      case UNKNOWN -> "never heard of";
    };
  }

  private static String text(@Nullable Version version) {
    return version == null ? NONE : version.toString();
  }
}
