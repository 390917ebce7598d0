package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.web.Word;
import io.fleetman.layout.ExecutionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of executions, the newest first.
 *
 * @param unreadable what is there and cannot be read, a sentence each
 * @param status the only one that is shown; empty: any
 * @param name what the shown ones' names, templates or authors hold; empty: anything
 * @param next where the next page begins; null: there is none
 */
public record ExecutionList(
    List<Row> rows, List<String> unreadable, String status, String name, @Nullable String next) {
  private static final int SHOWN = 30;
  private static final int LOOKED_AT = 300;

  /**
   * One of them.
   *
   * @param bar how its nodes stand
   */
  public record Row(
      String id,
      String name,
      Word status,
      Bar bar,
      int nodes,
      boolean open,
      boolean aborted,
      String by,
      Instant at,
      String took) {
    static Row of(ExecutionFacts facts) {
      int nodes = facts.job().targets().size();
      return new Row(
          facts.job().id().value(),
          facts.job().name(),
          JobWords.of(facts.status()),
          Bar.of(facts.nodes()),
          nodes,
          !facts.status().isEnd(),
          facts.aborted(),
          facts.job().author().by(),
          facts.created(),
          JobWords.span(facts.created(), facts.ended()));
    }
  }

  static ExecutionList of(
      Executions executions, String status, String name, @Nullable String before) {
    List<Row> rows = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    int looked = 0;
    String last = null;
    for (ExecutionId id : executions.ids()) {
      if (before != null && id.value().compareTo(before) >= 0) {
        continue;
      }
      if (rows.size() == SHOWN || looked++ == LOOKED_AT) {
        return new ExecutionList(rows, unreadable, status, name, last);
      }
      last = id.value();
      executions
          .read(id, u -> unreadable.add(u.sentence()))
          .map(ExecutionFacts::of)
          .filter(f -> status.isEmpty() || status.equalsIgnoreCase(f.status().name()))
          .filter(f -> f.mentions(name))
          .map(Row::of)
          .ifPresent(rows::add);
    }
    return new ExecutionList(rows, unreadable, status, name, null);
  }

  /** The same for the command line. */
  public String cli() {
    return Shell.of("fleetman job list")
        .option("--status", status)
        .option("--name", name)
        .toString();
  }
}
