package io.fleetman.agent.work;

import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.install.Phase;
import io.fleetman.agent.journal.Entry;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Drift;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the node says about one cell: its last command's end, corrected by what the host shows. */
final class CellView {
  private final CellId cell;
  private final Env env;
  private final CellRecord record;
  private final ReentrantLock hostLock;
  private volatile @Nullable Look last;

  /** What was seen at the last look, and what the cell's status was when it began. */
  private record Look(
      HostCell host, List<Drift> drift, List<String> logTail, @Nullable CellStatus shown) {}

  CellView(CellId cell, Env env, CellRecord record, ReentrantLock hostLock) {
    this.cell = cell;
    this.env = env;
    this.record = record;
    this.hostLock = hostLock;
  }

  /**
   * Looks at the host, unless somebody is at work on the cell: then what was seen last stands.
   *
   * @param full whether to hash every file
   */
  void look(boolean full) throws InterruptedException {
    if (!hostLock.tryLock()) {
      return;
    }
    try {
      CellStatus shown = record.shown();
      HostCell host = env.host().observe(cell);
      String subject = "host of cell " + cell;
      if (host.problem() == null) {
        env.problems().clear(subject);
      } else {
        env.problems().set(subject, "cell " + cell + ": " + host.problem());
        if (host.current() == null) {
          return;
        }
      }
      Look before = last;
      HostCell.Release there = host.current();
      List<Drift> drift =
          there == null
              ? List.of()
              : full || before == null ? env.host().drift(cell) : before.drift();
      List<String> tail = there != null && hasLog(there) ? env.host().logTail(cell) : List.of();
      last = new Look(host, drift, tail, shown);
    } finally {
      hostLock.unlock();
    }
  }

  // A service that is well writes all the time; only its own log files are worth a report then.
  private static boolean hasLog(HostCell.Release release) {
    ManifestSpec spec = release.spec();
    return release.profile() != Profile.DEPLOY || !spec.logs().isEmpty();
  }

  /** The state for the heartbeat; empty if the cell is not on the node. */
  Optional<CellState> state() {
    CellStatus shown = record.shown();
    Look look = last;
    if (look == null || look.host().current() == null) {
      return Optional.ofNullable(shown)
          .map(s -> isGone(s, look) ? CellState.FAILED : s.state())
          .filter(s -> s != CellState.REMOVED);
    }
    return Optional.of(state(shown, look.host()));
  }

  /** The cell's part of the node's report; empty if it is not on the node. */
  Optional<CellReport> report() {
    Look look = last;
    Entry entry = record.entry();
    CellStatus shown = entry == null ? null : entry.shown();
    HostCell.Release there = look == null ? null : look.host().current();
    if (there == null || look == null) {
      return absent(shown, look);
    }
    CellState state = state(shown, look.host());
    return Optional.of(
        new CellReport(
            cell,
            there.manifest(),
            there.profile(),
            state,
            shown == null ? there.version() : shown.version(),
            there.version(),
            health(look.host(), state),
            there.files(),
            look.drift(),
            reason(shown, state, look.host()),
            look.logTail()));
  }

  // A look that is older than the status says nothing about it.
  private static boolean isGone(CellStatus shown, @Nullable Look look) {
    boolean claimed =
        switch (shown.state()) {
          case RUNNING, DEPLOYED, ROLLED_BACK -> true;
          default -> false;
        };
    return claimed && look != null && look.host().current() == null && shown.equals(look.shown());
  }

  private Optional<CellReport> absent(@Nullable CellStatus shown, @Nullable Look look) {
    if (shown == null || shown.manifest() == null || shown.state() == CellState.REMOVED) {
      return Optional.empty();
    }
    Profile profile = shown.profile() == null ? Profile.DEPLOY : shown.profile();
    boolean gone = isGone(shown, look);
    return Optional.of(
        new CellReport(
            cell,
            shown.manifest(),
            profile,
            gone ? CellState.FAILED : shown.state(),
            shown.version(),
            null,
            profile == Profile.DEPLOY ? "n/a" : "down",
            0,
            List.of(),
            gone ? "nothing of it is on the node any more: publish it again" : shown.reason(),
            shown.logTail()));
  }

  private static CellState state(@Nullable CellStatus shown, HostCell host) {
    HostCell.Release there = host.current();
    if (there == null) {
      return shown == null ? CellState.REMOVED : shown.state();
    }
    if (shown != null && !shown.state().isEnd()) {
      return shown.state();
    }
    boolean files = there.profile() == Profile.DEPLOY;
    boolean down = !files && Boolean.FALSE.equals(host.running());
    if (shown == null) {
      return there.stopped()
          ? CellState.STOPPED
          : files ? CellState.DEPLOYED : down ? CellState.FAILED : CellState.RUNNING;
    }
    return switch (shown.state()) {
      case RUNNING, ROLLED_BACK -> down && !there.stopped() ? CellState.FAILED : shown.state();
      case FAILED ->
          Boolean.TRUE.equals(host.running()) && there.phase() == Phase.HEALTHY
              ? CellState.RUNNING
              : CellState.FAILED;
      default -> shown.state();
    };
  }

  private static String health(HostCell host, CellState state) {
    Boolean running = host.running();
    if (running == null) {
      return "n/a";
    }
    return running ? "up" : state == CellState.FAILED ? "failed" : "down";
  }

  private static @Nullable String reason(
      @Nullable CellStatus shown, CellState state, HostCell host) {
    boolean byItself = shown != null && shown.state() != state && state == CellState.FAILED;
    if (byItself && host.unit() != null) {
      String detail = host.unit().detail();
      return "the service does not run any more: "
          + host.unit().active()
          + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
    return shown == null || shown.state() != state ? null : shown.reason();
  }
}
