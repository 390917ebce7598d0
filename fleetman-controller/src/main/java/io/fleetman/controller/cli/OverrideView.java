package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows a cell's overrides. */
final class OverrideView {
  private OverrideView() {}

  /** The JSON document. */
  record Document(CellRef cell, Map<String, TreeEntry> files) {}

  /** What a dry run says. */
  record Planned(CellRef cell, boolean dryRun, String would) {}

  static int planned(Session session, CellRef cell, String sentence) {
    if (session.json()) {
      session.printJson(new Planned(cell, true, sentence));
    } else {
      session.terminal().print(cell + ": " + sentence);
    }
    return 0;
  }

  static int show(
      Session session, CellRef cell, @Nullable OverridesDocument document, boolean changed) {
    SortedMap<RelativePath, TreeEntry> files =
        document == null ? new TreeMap<>() : document.files();
    if (session.json()) {
      Map<String, TreeEntry> byPath = new TreeMap<>();
      files.forEach((path, entry) -> byPath.put(path.value(), entry));
      session.printJson(new Document(cell, byPath));
      return 0;
    }
    if (files.isEmpty()) {
      session.terminal().print(cell + " has no overrides");
    } else {
      Table table = new Table("PATH", "TYPE", "SIZE", "MODE", "OWNER");
      files.forEach(
          (path, e) -> {
            if (e.deleted()) {
              table.row(path, new Cell("left out", Style.WARN), "", "", "");
            } else {
              String owner = e.owner() == null ? "" : e.owner();
              String group = e.group() == null ? "" : ":" + e.group();
              table.row(
                  path,
                  e.type().name().toLowerCase(Locale.ROOT),
                  Human.bytes(e.size()),
                  e.mode(),
                  owner + group);
            }
          });
      table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    }
    if (changed) {
      session.terminal().say("it counts from the next publish to " + cell + " on");
    }
    return 0;
  }
}
