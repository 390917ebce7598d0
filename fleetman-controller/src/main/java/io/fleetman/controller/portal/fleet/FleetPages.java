package io.fleetman.controller.portal.fleet;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.fleet.CellGroup;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.portal.CellWords;
import io.fleetman.controller.portal.ObjectLink;
import io.fleetman.controller.portal.cell.CellRow;
import io.fleetman.controller.portal.fleet.FleetPage.Note;
import io.fleetman.controller.portal.fleet.FleetPage.Recent;
import io.fleetman.controller.portal.fleet.FleetPage.Tile;
import io.fleetman.controller.portal.fleet.FleetPage.Trouble;
import io.fleetman.controller.web.Tone;
import io.fleetman.controller.web.Word;
import io.fleetman.controller.web.Words;
import io.fleetman.document.AuditDocument;
import io.fleetman.store.StorageSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what was read of a fleet into what its page says. Pure. */
final class FleetPages {
  private static final int MOST = 20;
  private static final int NAMED = 3;

  private FleetPages() {}

  static FleetPage page(
      StorageSettings store, @Nullable FleetView view, @Nullable List<AuditDocument> changes) {
    FleetView fleet = view == null ? new FleetView(null, List.of(), List.of()) : view;
    List<CellView> attention = fleet.cells().stream().filter(CellView::needsAttention).toList();
    List<NodeView> nodes = fleet.nodes().stream().filter(FleetPages::isTrouble).toList();
    int troubles = attention.size() + nodes.size();
    List<CellView> busy = fleet.cells().stream().filter(CellGroup.BUSY::has).toList();
    return new FleetPage(
        store.bucket() + (store.prefix().isEmpty() ? "" : "/" + store.prefix()),
        store.endpoint() == null ? "AWS S3, " + store.region() : store.endpoint().toString(),
        view != null,
        fleet.nodes().isEmpty() && fleet.cells().isEmpty(),
        summary(fleet, troubles),
        troubles,
        tiles(fleet, busy.size(), attention.size(), nodes.size()),
        troubles(attention, nodes),
        busy.stream().limit(MOST).map(CellRow::of).toList(),
        Math.max(0, busy.size() - MOST),
        changes == null ? null : changes.stream().map(FleetPages::recent).toList());
  }

  private static Recent recent(AuditDocument change) {
    List<ObjectLink> objects = change.changes().stream().map(ObjectLink::of).distinct().toList();
    return new Recent(
        change.author().at(),
        change.author().by(),
        change.operation(),
        objects.stream().limit(NAMED).toList(),
        Math.max(0, objects.size() - NAMED),
        change.failure() != null);
  }

  private static String summary(FleetView fleet, int troubles) {
    return Human.count(fleet.nodes().size(), "node")
        + ", "
        + Human.count(fleet.cells().size(), "cell")
        + ", "
        + (troubles == 0 ? "nothing needs" : troubles == 1 ? "1 needs" : troubles + " need")
        + " attention";
  }

  private static List<Tile> tiles(FleetView fleet, int busy, int attention, int badNodes) {
    long active = fleet.count(Presence.ACTIVE);
    int nodes = fleet.nodes().size();
    long up = fleet.cells().stream().filter(CellGroup.OK::has).count();
    long quiet = fleet.cells().stream().filter(CellGroup.IDLE::has).count();
    long cells = fleet.cells().size() - quiet;
    int troubles = attention + badNodes;
    List<Note> silent =
        Stream.of(Presence.WARNING, Presence.DEAD, Presence.UNKNOWN)
            .filter(p -> fleet.count(p) > 0)
            .map(
                p ->
                    new Note(
                        fleet.count(p) + " " + word(p),
                        "/nodes?presence=" + p.name().toLowerCase(Locale.ROOT)))
            .toList();
    List<Note> others = new ArrayList<>();
    if (quiet > 0) {
      others.add(
          new Note(
              quiet + (quiet == 1 ? " is" : " are") + " not meant to run", "/cells?state=idle"));
    }
    List<Note> wrong = new ArrayList<>();
    if (attention > 0) {
      wrong.add(new Note(Human.count(attention, "cell"), "/cells?state=attention"));
    }
    if (badNodes > 0) {
      wrong.add(new Note(Human.count(badNodes, "node"), "/nodes?sort=state"));
    }
    return List.of(
        new Tile(
            "server",
            active + (active == nodes ? "" : " of " + nodes),
            "active " + (nodes == 1 ? "node" : "nodes"),
            "/nodes",
            !silent.isEmpty()
                ? silent
                : List.of(new Note(nodes == 0 ? "none yet" : "all are heard of", "")),
            nodes == 0 ? Tone.QUIET : active == nodes ? Tone.GOOD : Tone.WARN),
        new Tile(
            "box",
            up + (up == cells ? "" : " of " + cells),
            (cells == 1 ? "cell" : "cells") + " as wanted",
            "/cells",
            !others.isEmpty()
                ? others
                : List.of(
                    new Note(
                        cells == 0
                            ? "none yet"
                            : cells == up ? "all of them" : "the others are below",
                        "")),
            cells == 0 ? Tone.QUIET : up == cells ? Tone.GOOD : Tone.WARN),
        new Tile(
            "rocket",
            Integer.toString(busy),
            "on the way",
            "/cells?state=busy",
            List.of(new Note(busy == 0 ? "nothing under way" : "being deployed", "")),
            busy == 0 ? Tone.QUIET : Tone.BUSY),
        new Tile(
            troubles == 0 ? "circle-check" : "alert-triangle",
            Integer.toString(troubles),
            troubles == 1 ? "needs attention" : "need attention",
            "/cells?state=attention",
            troubles == 0 ? List.of(new Note("all is well", "")) : wrong,
            troubles == 0 ? Tone.GOOD : Tone.BAD));
  }

  private static boolean isTrouble(NodeView n) {
    boolean silent = n.presence() == Presence.DEAD || n.presence() == Presence.WARNING;
    return silent || !n.problems().isEmpty();
  }

  private static List<Trouble> troubles(List<CellView> cells, List<NodeView> nodes) {
    // worst first; the sort keeps the fleet's own order within a tone
    return Stream.concat(
            cells.stream()
                .sorted(Comparator.comparingInt(c -> CellWords.state(c).tone() == Tone.BAD ? 0 : 1))
                .limit(MOST)
                .map(FleetPages::trouble),
            nodes.stream()
                .sorted(Comparator.comparingInt(n -> n.presence() == Presence.DEAD ? 0 : 1))
                .limit(MOST)
                .map(FleetPages::trouble))
        .sorted(Comparator.comparingInt(t -> t.state().tone() == Tone.BAD ? 0 : 1))
        .limit(MOST)
        .toList();
  }

  private static Trouble trouble(CellView c) {
    List<String> reasons = new ArrayList<>();
    if (c.reason() != null) {
      reasons.add(c.reason());
    }
    reasons.addAll(c.problems());
    c.drift().forEach(d -> reasons.add("Changed by hand: " + d.subject() + ": " + d.reason()));
    return new Trouble(
        "cell-" + c.cell().node() + "-" + c.cell().cell(),
        c.cell().toString(),
        "/cells/" + c.cell(),
        CellWords.state(c).tone() == Tone.GOOD
            ? new Word("Drifted", Tone.WARN)
            : CellWords.state(c),
        reasons,
        CellWords.differs(c)
            ? "wanted "
                + CellWords.text(c.desiredVersion())
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
        "/nodes/of/" + n.node(),
        n.presence() == Presence.ACTIVE
            ? new Word("Node problem", tone)
            : new Word("Node " + word(n.presence()), tone),
        reasons,
        null,
        "");
  }

  private static String word(Presence presence) {
    return switch (presence) {
      case ACTIVE -> "active";
      case WARNING -> "late";
      case DEAD -> "dead";
      case UNKNOWN -> "never heard of";
    };
  }
}
