package io.fleetman.agent;

import io.fleetman.agent.poll.Poller;
import io.fleetman.agent.report.NodeReporter;
import io.fleetman.agent.work.Cells;
import io.fleetman.document.CellReport;
import io.fleetman.document.Profile;
import io.fleetman.layout.JobKeys;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** How the report of a world's agent sees its host. */
final class Eyes implements NodeReporter.Host {
  private final Cells cells;
  private final FakeHost host;

  Eyes(Cells cells, FakeHost host) {
    this.cells = cells;
    this.host = host;
  }

  @Override
  public void look(boolean full) throws InterruptedException {
    cells.look(full);
  }

  @Override
  public List<CellReport> cells() {
    return cells.reports();
  }

  @Override
  public SortedMap<Profile, String> profiles() {
    return host.profiles();
  }

  /**
   * Jobs of which there are none: they look at their inbox whenever the doorbell rang.
   *
   * @param store where that is
   */
  record Inbox(ObjectStore store) implements Poller.Also {
    @Override
    public void look() {
      try {
        store.list(JobKeys.inbox(World.NODE), null, null);
      } catch (StoreException.AccessDenied e) {
        // then there are none
      }
    }

    @Override
    public Duration pace(Duration idle) {
      return idle;
    }
  }
}
