package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.LiveBlock;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.job.ExecutionFacts;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.job.Watch;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.ExecutionStatus;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.gate.Board;
import io.fleetman.job.gate.Standing;
import io.fleetman.job.log.Frame;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs a job: says where, makes it, follows it, sums it up. */
final class JobRun {
  private static final Duration FRAME = Duration.ofMillis(120);
  private static final int NAMED = 3;

  private final Session session;
  private final OpenFleet fleet;
  private final Executions executions;

  JobRun(Session session, OpenFleet fleet) {
    this.session = session;
    this.fleet = fleet;
    this.executions = new Executions(fleet);
  }

  /** Shows what would be done. */
  int planned(Targets.Preview preview) {
    Terminal terminal = session.terminal();
    if (session.json()) {
      session.printJson(preview);
      return 0;
    }
    terminal.print("would run on " + Human.count(preview.chosen().size(), "node") + ":");
    Table table = new Table("NODE", "PRESENCE", "HEARD OF");
    preview
        .chosen()
        .forEach(
            t ->
                table.row(
                    t.node(),
                    States.word(t.presence()),
                    t.silentFor() == null ? "never" : Human.ago(t.silentFor())));
    table.lines(terminal.paint()).forEach(terminal::print);
    leftOut(preview);
    return 0;
  }

  private void leftOut(Targets.Preview preview) {
    if (!preview.leftOut().isEmpty()) {
      session
          .terminal()
          .say(
              "note: "
                  + Human.count(preview.leftOut().size(), "node")
                  + " left out, not heard of for long ("
                  + Blocks.list(
                      preview.leftOut().stream().map(Targets.Target::node).toList(), "node")
                  + "); --include-dead takes them in");
    }
  }

  /** Makes it, and follows it if that is wanted. */
  int run(
      JobOrder order, Targets.@Nullable Preview preview, JobFollow how, @Nullable String reason) {
    if (preview != null) {
      leftOut(preview);
    }
    ExecutionMark.Execution job = executions.create(order, how.key(), reason);
    session.record(null);
    if (!how.waits()) {
      if (session.json()) {
        session.printJson(JobDocuments.Execution.of(executions.settled(job.id())));
      } else {
        session.terminal().print(job.id().value());
      }
      return 0;
    }
    Map<NodeId, Long> polls = new TreeMap<>();
    if (preview != null) {
      preview
          .chosen()
          .forEach(
              t -> {
                if (t.pollSeconds() != null && !t.quiet()) {
                  polls.put(t.node(), t.pollSeconds());
                }
              });
    }
    return follow(job, polls, how.group());
  }

  /** Follows an execution to its end. */
  int follow(ExecutionMark.Execution job, Map<NodeId, Long> polls, boolean group) {
    JobLines lines = new JobLines(session.terminal(), job.targets(), group);
    boolean quiet = session.json();
    try (LiveBlock block = new LiveBlock(session.terminal())) {
      session.onInterrupt(
          "the job goes on; 'fleetman job show " + job.id() + "' shows what comes of it",
          block::hush,
          "Cancel it on all its nodes?",
          () -> {
            Executions.Canceled c = executions.cancel(job.id(), null, "ctrl-C");
            return "canceled: "
                + c.closed()
                + " had not begun, "
                + c.asked()
                + " were told to stop; 'fleetman job show "
                + job.id()
                + "' shows what comes of it";
          });
      Watch watch =
          new Watch(
              fleet,
              executions,
              job.id(),
              new Watch.Listener() {
                @Override
                public void changed(NodeId node, Standing standing) {
                  if (standing instanceof Standing.Ended ended && !quiet) {
                    block.clear();
                    lines.ended(node);
                    trouble(node, ended);
                  }
                }

                @Override
                public void wrote(NodeId node, List<Frame> frames) {
                  if (!quiet) {
                    block.clear();
                    lines.wrote(node, frames);
                  }
                }
              });
      Board board = watch.look();
      while (!board.status().isEnd()) {
        wait(watch.pause(), block, board, polls);
        board = watch.look();
      }
      session.pause(Duration.ZERO); // for good, if ctrl-C asks something just now
      block.clear();
      return sum(board, lines);
    } finally {
      session.onInterrupt(null);
    }
  }

  private void trouble(NodeId node, Standing.Ended ended) {
    if (ended.status() != NodeStatus.SUCCEEDED) {
      Terminal terminal = session.terminal();
      terminal.say(
          terminal.sayPaint().bad(node + ": " + word(ended.status()))
              + (ended.reason() == null ? "" : ": " + ended.reason()));
    }
  }

  private void wait(Duration pause, LiveBlock block, Board board, Map<NodeId, Long> polls) {
    if (session.json()) {
      session.pause(pause);
      return;
    }
    if (!block.live()) {
      block.show(waiting(board, polls).stream().toList());
      session.pause(pause);
      return;
    }
    Duration left = pause;
    while (left.isPositive()) {
      ExecutionFacts facts = ExecutionFacts.of(board);
      List<String> shown = new ArrayList<>();
      shown.add(
          block.spinner()
              + " "
              + facts.done()
              + " of "
              + facts.job().targets().size()
              + " done: "
              + facts.words());
      waiting(board, polls).ifPresent(shown::add);
      block.show(shown);
      Duration step = left.compareTo(FRAME) < 0 ? left : FRAME;
      session.pause(step);
      left = left.minus(step);
    }
  }

  // Whom it waits for: those that have not begun.
  private static Optional<String> waiting(Board board, Map<NodeId, Long> polls) {
    List<NodeId> open =
        board.standings().entrySet().stream()
            .filter(s -> s.getValue().status() == NodeStatus.QUEUED)
            .map(Map.Entry::getKey)
            .toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    List<NodeId> named = open.size() > NAMED ? open.subList(0, NAMED) : open;
    Long poll = polls.get(open.getFirst());
    String more = open.size() > NAMED ? " and " + (open.size() - NAMED) + " more" : "";
    return Optional.of(
        "  waiting for "
            + Blocks.list(named, "node")
            + more
            + (poll == null
                ? polls.isEmpty() ? "" : ", which is silent"
                : open.size() == 1
                    ? ", polls every " + poll + " s"
                    : ", which poll every " + poll + " s"));
  }

  private int sum(Board board, JobLines lines) {
    ExecutionFacts facts = ExecutionFacts.of(board);
    boolean ok = facts.status() == ExecutionStatus.SUCCEEDED;
    if (session.json()) {
      session.printJson(JobDocuments.Execution.of(board));
      return ok ? 0 : ExitCode.FAILED.code();
    }
    lines.finish(board.run().job().targets());
    Terminal terminal = session.terminal();
    String took =
        facts.ended() == null
            ? ""
            : " in " + Human.span(Duration.between(facts.created(), facts.ended()));
    String words = Human.count(facts.job().targets().size(), "node") + ": " + facts.words() + took;
    terminal.say(ok ? terminal.sayPaint().good(words) : terminal.sayPaint().bad(words));
    if (!ok) {
      terminal.say("see 'fleetman job show " + facts.job().id() + "'");
    }
    return ok ? 0 : ExitCode.FAILED.code();
  }

  /** A status as people read it. */
  static String word(NodeStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
