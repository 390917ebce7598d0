package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.Publisher.Previewed;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.controller.tree.FileChange.Kind;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.tree.LineDiffs;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows what a publish changes, cell by cell and file by file. */
final class PlanView {
  private static final int MOST_FILES = 30;

  private final Session session;
  private final Terminal terminal;
  private final Paint paint;
  private final Map<CellRef, LineDiffs> lines;

  PlanView(Session session) {
    this(session, Map.of());
  }

  private PlanView(Session session, Map<CellRef, LineDiffs> lines) {
    this.session = session;
    this.lines = lines;
    this.terminal = session.terminal();
    this.paint = terminal.paint();
  }

  /**
   * The JSON document: files that do not change are left out.
   *
   * @param cells each cell's part
   * @param lines what changes within files; null if that was not asked for
   */
  record Document(List<ChangePlan> cells, @Nullable List<FileLines> lines) {}

  /** What changes within a file of a cell. */
  record FileLines(CellRef cell, RelativePath path, LineDiff lines) {}

  // Cells whose change is the same are shown once.
  private record Same(
      io.fleetman.layout.@Nullable Version from,
      io.fleetman.layout.Version to,
      List<FileChange> files,
      List<Setting> settings,
      @Nullable String nothingToDo) {}

  /** The same, which also shows what changes within text files. */
  static PlanView withLines(Session session, List<Previewed> previews) {
    Map<CellRef, LineDiffs> lines = new LinkedHashMap<>();
    previews.forEach(p -> lines.put(p.plan().cell(), p.lines(session.fleet())));
    return new PlanView(session, lines);
  }

  /** As the whole result of a command. */
  void result(List<ChangePlan> plans) {
    if (session.json()) {
      session.printJson(
          new Document(
              plans.stream().map(PlanView::changed).toList(),
              lines.isEmpty() ? null : plans.stream().flatMap(this::lines).toList()));
    } else {
      changes(plans);
    }
  }

  /** As text. */
  void changes(List<ChangePlan> plans) {
    Map<Same, List<ChangePlan>> groups = new LinkedHashMap<>();
    for (ChangePlan plan : plans) {
      Same same =
          new Same(plan.from(), plan.to(), plan.files(), plan.settings(), plan.nothingToDo());
      groups.computeIfAbsent(same, _ -> new ArrayList<>()).add(plan);
    }
    groups.values().forEach(this::group);
  }

  /** The plan without the files that do not change. */
  static ChangePlan changed(ChangePlan plan) {
    return new ChangePlan(
        plan.cell(),
        plan.from(),
        plan.to(),
        plan.files().stream().filter(f -> f.kind() != Kind.SAME).toList(),
        plan.settings(),
        plan.nothingToDo());
  }

  private void group(List<ChangePlan> plans) {
    ChangePlan plan = plans.getFirst();
    String names = plans.stream().map(p -> p.cell().toString()).collect(Collectors.joining(", "));
    String from = plan.from() == null ? "(nothing)" : plan.from().toString();
    terminal.print("");
    terminal.print(paint.bold(names) + "  " + from + " → " + plan.to());
    if (plan.nothingToDo() != null) {
      terminal.print("  " + plan.nothingToDo());
      return;
    }
    files(plan.files());
    settings(plan.settings());
    lines(plan)
        .forEach(
            file -> {
              terminal.print("");
              terminal.print("  " + paint.bold(file.path().value()));
              LineView.print(terminal, file.lines(), "  ");
            });
  }

  private Stream<FileLines> lines(ChangePlan plan) {
    LineDiffs its = lines.get(plan.cell());
    return its == null
        ? Stream.empty()
        : plan.files().stream()
            .map(f -> new FileLines(plan.cell(), f.path(), its.of(f)))
            .filter(f -> !f.lines().isEmpty());
  }

  /** Fields that differ. */
  void settings(List<Setting> settings) {
    for (Setting s : settings) {
      terminal.print("  " + setting(s));
    }
  }

  /** Files, those that do not change as a number alone. */
  void files(List<FileChange> all) {
    List<FileChange> changes = all.stream().filter(f -> f.kind() != Kind.SAME).toList();
    int most = session.options().verbosity() > 0 ? changes.size() : MOST_FILES;
    Table table = new Table("", "", "", "");
    for (FileChange f : changes.stream().limit(most).toList()) {
      table.row(sign(f.kind()), f.path(), size(f), String.join(", ", f.what()));
    }
    if (!table.isEmpty()) {
      table.lines(paint).stream().skip(1).forEach(line -> terminal.print("  " + line));
    }
    if (changes.size() > most) {
      terminal.print(paint.dim("  and " + (changes.size() - most) + " more; -v shows them all"));
    }
    long same = all.stream().filter(f -> f.kind() == Kind.SAME).count();
    if (same > 0) {
      terminal.print(paint.dim("  " + Human.count(same, "file") + " unchanged"));
    }
  }

  private String setting(Setting s) {
    if (s.before() == null) {
      return paint.good("+") + "  " + s.field() + ": " + s.after();
    }
    return s.after() == null
        ? paint.bad("-") + "  " + s.field() + ": " + s.before()
        : paint.warn("~") + "  " + s.field() + ": " + s.before() + " → " + s.after();
  }

  private static Cell sign(Kind kind) {
    return switch (kind) {
      case ADDED -> new Cell("+", Paint.Style.GOOD);
      case CHANGED -> new Cell("~", Paint.Style.WARN);
      case REMOVED -> new Cell("-", Paint.Style.BAD);
      case SAME -> new Cell("=", Paint.Style.DIM);
    };
  }

  private static String size(FileChange f) {
    return switch (f.kind()) {
      case ADDED, SAME -> Human.bytes(f.newSize());
      case REMOVED -> Human.bytes(f.oldSize());
      case CHANGED ->
          f.oldSize() == f.newSize()
              ? Human.bytes(f.newSize())
              : Human.bytes(f.oldSize()) + " → " + Human.bytes(f.newSize());
    };
  }
}
