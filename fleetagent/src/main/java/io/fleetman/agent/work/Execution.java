package io.fleetman.agent.work;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.agent.reconcile.Planner;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.Profile;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.Version;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command on one cell, from its first status to its history. */
final class Execution implements Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  /** What is done on the host. */
  @FunctionalInterface
  interface Work {
    Outcome run(Steps steps) throws InterruptedException;
  }

  private final CellContext cell;
  private final TriggerDocument trigger;
  private final Command command;
  private final HostCell before;
  private final Env env;
  private CellStatus status;
  private boolean fetching;
  private boolean touched;

  Execution(CellContext cell, TriggerDocument trigger, Command command, HostCell before) {
    this.cell = cell;
    this.trigger = trigger;
    this.command = command;
    this.before = before;
    this.env = cell.env();
    this.status = Progress.begin(cell.ref(), cell.accepted(), trigger, command, before, cell.now());
  }

  /** Does it; false if it has to be tried again. */
  boolean run(Work work) throws InterruptedException {
    begin();
    Outcome outcome;
    try {
      // Whatever was waited for until now, another agent may have taken this one's place since.
      outcome = cancelled() ? new Outcome.Cancelled(running(before)) : work.run(this);
    } finally {
      doneFetching();
    }
    if (outcome instanceof Outcome.Cancelled) {
      LOG.info("{}: {} ended between two steps", cell.ref(), command.word());
      return true; // the newer command, or the next start, goes on from here
    }
    if (outcome instanceof Outcome.Failed failed && failed.mayRetry()) {
      show(Statuses.to(status, status.state(), failed.reason() + "; trying again", cell.now()));
      return false;
    }
    conclude(outcome);
    return true;
  }

  private void begin() {
    Entry entry = cell.record().entry();
    List<HistoryDocument> unsent = cell.unsent();
    CellStatus overtaken = entry == null ? null : entry.accepted();
    Command unfinished = entry == null ? null : entry.working();
    if (overtaken != null && unfinished != null && !overtaken.triggerId().equals(trigger.id())) {
      unsent.add(
          Statuses.overtaken(overtaken, unfinished, running(before), trigger.id(), cell.now()));
    }
    cell.record().write(new Entry(status, status, command, unsent));
    passed(KillPoint.DEPLOY_ACCEPTED);
    cell.outbox().send();
  }

  @Override
  public void entered(CellState state) {
    if (state == CellState.FETCHING) {
      startFetching();
    } else {
      doneFetching();
      touched = true;
    }
    show(Statuses.to(status, state, null, cell.now()));
  }

  @Override
  public boolean cancelled() {
    return !env.duty().mayAct() || overtaken();
  }

  @Override
  public boolean overtaken() {
    return cell.newest().get() instanceof SeenTrigger.Understood newer
        && Planner.supersedes(newer.trigger(), trigger.id(), status.sequence());
  }

  // Said for people alone, and perhaps between stopping one release and starting the next: a disk
  // that has no room for it must not end that.
  @Override
  public void doing(@Nullable String what) {
    String said = what == null ? null : what + "; since " + cell.now().truncatedTo(SECONDS);
    try {
      show(Statuses.to(status, status.state(), said, cell.now()));
    } catch (UncheckedIOException e) {
      LOG.warn("{}: {}, which cannot be noted: {}", cell.ref(), what, e.getMessage());
    }
  }

  private void show(CellStatus next) {
    status = next;
    cell.record().change(e -> new Entry(next, next, command, e.unsent()));
    cell.outbox().send();
  }

  private void conclude(Outcome outcome) throws InterruptedException {
    HostCell after = env.host().observe(cell.ref().cell());
    HostCell.Release there = after.current();
    boolean alive =
        there != null
            && after.problem() == null
            && (there.profile() == Profile.DEPLOY
                || after.unit() == null
                || !Boolean.FALSE.equals(after.running()));
    Profile profile =
        there != null
            ? there.profile()
            : status.profile() == null ? Profile.DEPLOY : status.profile();
    Statuses.End end =
        Statuses.end(
            command, trigger.desired() == Desired.RUNNING, profile, outcome, alive && !touched);
    CellStatus ended = Statuses.ended(known(there), end, cell.now());
    HistoryDocument history =
        Statuses.history(ended, command, running(before), end, cell.now(), trigger);
    LOG.info(
        "{}: {} ended {}{}",
        cell.ref(),
        command.word(),
        end.state(),
        end.reason() == null ? "" : ": " + end.reason());
    status = ended;
    cell.record()
        .change(
            e -> {
              List<HistoryDocument> unsent = cell.unsent();
              unsent.add(history);
              return new Entry(ended, ended, null, unsent);
            });
    passed(KillPoint.DEPLOY_ENDED);
    cell.outbox().send();
  }

  private void passed(KillPoint point) {
    env.kills().in(cell.ref().cell().value()).passed(point);
  }

  // After the first release of a cell the status knows whose it is.
  private CellStatus known(HostCell.@Nullable Release there) {
    if (there == null) {
      return status;
    }
    return new CellStatus(
        status.node(),
        status.cell(),
        there.cellUid(),
        there.manifest(),
        there.profile(),
        status.sequence(),
        status.triggerId(),
        status.deployId(),
        status.restartId(),
        status.state(),
        status.version(),
        status.running(),
        status.reason(),
        status.logTail(),
        status.startedAt(),
        status.changedAt());
  }

  private static @Nullable Version running(HostCell host) {
    return host.current() == null ? null : host.current().version();
  }

  private void startFetching() {
    try {
      while (!fetching && !cancelled()) {
        fetching = env.fetches().tryAcquire(200, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the host ends at its next step
    }
  }

  private void doneFetching() {
    if (fetching) {
      fetching = false;
      env.fetches().release();
    }
  }
}
