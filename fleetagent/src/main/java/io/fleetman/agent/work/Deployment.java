package io.fleetman.agent.work;

import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.activate.HostCell;
import io.fleetman.agent.activate.Outcome;
import io.fleetman.agent.activate.Steps;
import io.fleetman.agent.reconcile.Action;
import io.fleetman.agent.reconcile.Command;
import io.fleetman.agent.reconcile.Planner;
import io.fleetman.codec.DocumentException;
import io.fleetman.document.CellDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.Keys;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs the snapshot that a trigger names, once its mark says that it is there. */
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final CellContext cell;
  private final Settlement settlement;
  private final Room room;

  Deployment(CellContext cell, Settlement settlement, Room room) {
    this.cell = cell;
    this.settlement = settlement;
    this.room = room;
  }

  /** Does it, or rejects it; false if it has to be tried again. */
  boolean run(TriggerDocument trigger, HostCell host, Action.Deploy deploy)
      throws InterruptedException {
    Room.Share share = room.enter();
    try {
      // What is read for it stays in there: whatever is held here is held until the service is
      // judged.
      Optional<DeployOrder> order = order(trigger, host, deploy, share);
      return order.isEmpty()
          || new Execution(cell, trigger, Command.DEPLOY, host)
              .run(steps -> follow(deploy, order.get(), steps));
    } finally {
      share.leave();
    }
  }

  // Something on the way may have cut it short and said so to nobody: only what is so twice is so.
  private Read<SnapshotMark> mark(Version version) {
    String key = Keys.snapshot(cell.ref(), version);
    try {
      return cell.env().documents().read(key, SnapshotMark.class);
    } catch (DocumentException e) {
      LOG.debug("read once more: {}", e.getMessage());
      return cell.env().documents().read(key, SnapshotMark.class);
    }
  }

  private Optional<DeployOrder> order(
      TriggerDocument trigger, HostCell host, Action.Deploy deploy, Room.Share share)
      throws InterruptedException {
    Read<SnapshotMark> mark;
    try {
      mark = mark(deploy.version());
    } catch (DocumentException | StoreException.Rejected e) {
      settlement.reject(
          trigger.id(), trigger, new Action.Reject(false, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    if (Planner.admit(deploy, cell.ref(), mark) instanceof Action.Reject reject) {
      settlement.reject(trigger.id(), trigger, reject);
      return Optional.empty();
    }
    SnapshotMark.Snapshot snapshot =
        (SnapshotMark.Snapshot) mark.found().orElseThrow(); // or it was not admitted
    share.take(snapshot.files().size());
    return Optional.of(
        new DeployOrder(
            cell.ref().cell(),
            uid(trigger, host),
            deploy.deployId(),
            snapshot,
            deploy.start(),
            share::leave));
  }

  private Outcome follow(Action.Deploy deploy, DeployOrder order, Steps steps)
      throws InterruptedException {
    if (deploy.takeDown() != null
        && !(cell.env().host().remove(cell.ref().cell(), steps.quiet()) instanceof Outcome.Done)) {
      return new Outcome.Failed(
          "what an earlier cell of this name left could not be taken down",
          List.of(),
          null,
          Outcome.Fetched.NONE,
          true);
    }
    return cell.env().host().deploy(order, steps);
  }

  // A trigger written by hand may leave the uid out: then it is for whichever cell has the name.
  private String uid(TriggerDocument trigger, HostCell host) {
    if (trigger.cellUid() != null) {
      return trigger.cellUid();
    }
    if (host.current() != null) {
      return host.current().cellUid();
    }
    return cell.env()
        .documents()
        .read(Keys.cell(cell.ref()), CellDocument.class)
        .found()
        .map(CellDocument::uid)
        .orElse("by-hand");
  }
}
