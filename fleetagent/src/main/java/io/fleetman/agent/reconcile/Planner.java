package io.fleetman.agent.reconcile;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From a trigger that was read to the one action that follows from it. A trigger that is absent or
 * could not be read never comes here: it means nothing (invariant 14).
 */
public final class Planner {
  private Planner() {}

  /**
   * Decides.
   *
   * @param trigger what the cell must be
   * @param handled how far the agent got; null if neither journal nor status.json know the cell
   * @param host what is there
   */
  public static Action plan(TriggerDocument trigger, @Nullable Handled handled, OnHost host) {
    if (handled == null) {
      return first(trigger, host);
    }
    CellStatus last = handled.last();
    boolean same = trigger.id().equals(last.triggerId());
    boolean tried = trigger.deployId().equals(last.deployId());
    if (!same) {
      Action.Reject order = order(trigger, last);
      if (order != null) {
        return order;
      }
    } else if (last.state().isEnd() && (last.state() != CellState.REJECTED || tried)) {
      return new Action.Nothing("command " + trigger.id() + " is handled: " + last.state());
    }
    if (trigger.desired() == Desired.REMOVED) {
      return remove(host);
    }
    boolean unfinishedDeploy =
        same && (handled.working() == null || handled.working() == Command.DEPLOY);
    if (!tried || unfinishedDeploy) {
      return deploy(trigger, host, same ? "it was not finished" : "it is asked for");
    }
    return withoutDeploying(trigger, handled, host);
  }

  /** Whether a newer trigger takes the place of one that is worked on. */
  public static boolean supersedes(TriggerDocument newer, String id, long sequence) {
    return !newer.id().equals(id) && (newer.sequence() == null || newer.sequence() > sequence);
  }

  /** The sequence number of a command: its own, or the next one if it was written by hand. */
  public static long sequence(TriggerDocument trigger, @Nullable CellStatus last) {
    if (trigger.sequence() != null) {
      return trigger.sequence();
    }
    if (last == null) {
      return 1;
    }
    return trigger.id().equals(last.triggerId()) ? last.sequence() : last.sequence() + 1;
  }

  /**
   * Whether a deploy may go on, now that the snapshot's mark was read: the deploy itself, or why
   * not.
   */
  public static Action admit(Action.Deploy deploy, CellRef cell, Read<SnapshotMark> mark) {
    String version = "version " + deploy.version() + " of cell " + cell;
    if (!(mark instanceof Read.Found<SnapshotMark> found)) {
      return reject(version + " was never published: publish it, or name one that exists");
    }
    return switch (found.value()) {
      case SnapshotMark.Deleted _ -> reject(version + " was deleted: name another one");
      case SnapshotMark.Aborted _ ->
          reject(version + " was never finished and has been cleaned up: publish it again");
      case SnapshotMark.Snapshot s
          when !s.version().equals(deploy.version())
              || !s.cell().equals(cell.cell())
              || !s.node().equals(cell.node()) ->
          reject(
              version
                  + " holds the snapshot of "
                  + s.node()
                  + "/"
                  + s.cell()
                  + " "
                  + s.version()
                  + ": publish it again");
      case SnapshotMark.Snapshot _ -> deploy;
    };
  }

  private static Action first(TriggerDocument trigger, OnHost host) {
    if (trigger.desired() == Desired.REMOVED) {
      return remove(host);
    }
    if (!(host instanceof OnHost.Installed there)
        || !there.version().equals(trigger.version())
        || foreign(trigger, there)
        || !there.whole()
        || (there.deployId() != null && !there.deployId().equals(trigger.deployId()))) {
      return deploy(trigger, host, "nothing is known of this cell but its trigger");
    }
    String known = "the node has version " + there.version() + " already";
    if (trigger.desired() == Desired.STOPPED) {
      return there.alive() && there.profile() != Profile.DEPLOY
          ? new Action.Stop(known + ", and it runs")
          : new Action.Adopt(CellState.STOPPED, known);
    }
    return there.alive()
        ? new Action.Adopt(running(there), known)
        : new Action.Start(known + ", and it does not run");
  }

  private static Action.@Nullable Reject order(TriggerDocument trigger, CellStatus last) {
    Long sequence = trigger.sequence();
    if (sequence == null || sequence > last.sequence()) {
      return null;
    }
    return new Action.Reject(
        true,
        "trigger "
            + sequence
            + " ("
            + trigger.id()
            + ") is not newer than "
            + last.sequence()
            + " ("
            + last.triggerId()
            + "), which was handled: give the command again");
  }

  private static Action remove(OnHost host) {
    return switch (host) {
      case OnHost.Nothing _ -> new Action.Adopt(CellState.REMOVED, "nothing is installed");
      case OnHost.Installed there ->
          new Action.Remove("the cell is to go; version " + there.version() + " is installed");
    };
  }

  private static Action deploy(TriggerDocument trigger, OnHost host, String reason) {
    Version version = Objects.requireNonNull(trigger.version(), "a trigger's version");
    if (trigger.retired().contains(version)) {
      return reject("version " + version + " was deleted from this cell: name another one");
    }
    String takeDown =
        host instanceof OnHost.Installed there && foreign(trigger, there) ? there.uid() : null;
    return new Action.Deploy(
        version,
        trigger.deployId(),
        trigger.desired() == Desired.RUNNING,
        takeDown,
        takeDown == null ? reason : reason + "; what is installed belongs to an earlier cell");
  }

  // The deploy that the trigger names was tried: whatever is asked for is about what is there now.
  private static Action withoutDeploying(TriggerDocument trigger, Handled handled, OnHost host) {
    CellStatus last = handled.last();
    if (last.version() != null && !last.version().equals(trigger.version())) {
      return reject(
          "deploy "
              + trigger.deployId()
              + " was tried with version "
              + last.version()
              + ", not "
              + trigger.version()
              + ": give another deployId");
    }
    if (!(host instanceof OnHost.Installed there)) {
      return reject(
          "nothing is installed, and deploy "
              + trigger.deployId()
              + " was tried already: deploy again");
    }
    if (trigger.desired() == Desired.STOPPED) {
      return new Action.Stop("it is to be stopped");
    }
    boolean newRestart =
        trigger.restartId() != null && !trigger.restartId().equals(last.restartId());
    if (newRestart || handled.working() == Command.RESTART) {
      return new Action.Restart("a restart is asked for; version " + there.version() + " runs");
    }
    if (!there.alive() || last.state() == CellState.STOPPED) {
      return new Action.Start("it is to run; version " + there.version() + " is installed");
    }
    return new Action.Adopt(running(there), "version " + there.version() + " runs already");
  }

  private static CellState running(OnHost.Installed there) {
    return there.profile() == Profile.DEPLOY ? CellState.DEPLOYED : CellState.RUNNING;
  }

  private static boolean foreign(TriggerDocument trigger, OnHost.Installed there) {
    return trigger.cellUid() != null
        && there.uid() != null
        && !trigger.cellUid().equals(there.uid());
  }

  private static Action.Reject reject(String reason) {
    return new Action.Reject(false, reason);
  }
}
