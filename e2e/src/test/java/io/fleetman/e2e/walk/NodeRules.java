package io.fleetman.e2e.walk;

import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.agent.journal.Entry;
import io.fleetman.agent.journal.Journal;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What must hold of everything that an agent does to its machine. */
final class NodeRules {
  private final NodeId node;
  private final BucketRules bucket;
  private final Set<String> ended = new HashSet<>();
  private final Set<String> dutiless = new HashSet<>();

  NodeRules(NodeId node, BucketRules bucket) {
    this.node = node;
    this.bucket = bucket;
  }

  /** The agent on this machine read another's incarnation in its own heartbeat. */
  void sawForeignIncarnation(Machine machine) {
    dutiless.add(machine.toString());
  }

  /** A new agent was started there. */
  void startedAnew(Machine machine) {
    dutiless.remove(machine.toString());
  }

  /** The journal says how a command ended, so it is not handled again. */
  void noteEnds(Machine machine, CellId cell) {
    Entry entry = new Journal(machine.state()).read(cell).orElse(null);
    CellStatus accepted = entry == null ? null : entry.accepted();
    if (entry != null && accepted != null && entry.working() == null) {
      noteEnd(machine, accepted);
    }
  }

  private void noteEnd(Machine machine, CellStatus status) {
    if (status.state().isEnd() && status.state() != CellState.REJECTED) {
      ended.add(machine + " " + status.cell() + " deploy " + status.deployId());
      ended.add(machine + " " + status.cell() + " restart " + status.restartId());
      ended.add(machine + " " + status.cell() + " command " + status.triggerId());
    }
  }

  /** Only the bucket still says how commands ended. */
  void journalLost(Machine machine, Iterable<CellRef> cells) {
    ended.removeIf(e -> e.startsWith(machine + " "));
    dutiless.remove(machine.toString());
    for (CellRef cell : cells) {
      CellStatus status = bucket.document(Keys.status(cell), CellStatus.class);
      if (status != null) {
        noteEnd(machine, status);
      }
    }
  }

  /**
   * A store that says of a status that it is not there, though it is, leaves an agent that has lost
   * its journal too with nothing to know its past by; what is installed it still recognises.
   */
  void toldThatThereIsNone(Machine machine, String key) {
    if (KeyParser.parse(key).orElse(null) instanceof KnownKey.Status(var ref)) {
      ended.removeIf(e -> e.startsWith(machine + " " + ref.cell() + " "));
    }
  }

  void deploys(Machine machine, DeployOrder order) {
    TriggerDocument command = command(machine, order.cell(), "deploys");
    if (command.desired() == Desired.REMOVED
        || !command.deployId().equals(order.deployId())
        || !order.snapshot().version().equals(command.version())) {
      throw new Violation("14", order.cell() + " is deployed, and nobody said so: " + command);
    }
    triedIsNotTriedAgain(machine, order.cell(), "deploy " + order.deployId());
  }

  void restarts(Machine machine, CellId cell) {
    TriggerDocument command = command(machine, cell, "restarts");
    if (command.desired() != Desired.RUNNING || command.restartId() == null) {
      throw new Violation("14", cell + " is restarted, and nobody said so: " + command);
    }
    triedIsNotTriedAgain(machine, cell, "restart " + command.restartId());
  }

  void starts(Machine machine, CellId cell) {
    TriggerDocument command = command(machine, cell, "starts");
    if (command.desired() != Desired.RUNNING) {
      throw new Violation("14", cell + " is started, and nobody said so: " + command);
    }
  }

  void stops(Machine machine, CellId cell) {
    TriggerDocument command = command(machine, cell, "stops");
    if (command.desired() != Desired.STOPPED) {
      throw new Violation("14", cell + " is stopped, and nobody said so: " + command);
    }
  }

  /** By an intent, or because another cell of the same name takes its place. */
  void removes(Machine machine, CellId cell) {
    TriggerDocument command = command(machine, cell, "removes");
    Installed current = machine.place(cell).current();
    boolean anothers =
        current != null
            && command.cellUid() != null
            && !command.cellUid().equals(current.cellUid());
    if (command.desired() != Desired.REMOVED && !anothers) {
      throw new Violation("14", cell + " is removed, and nobody said so: " + command);
    }
  }

  /** Invariants 9 and 16. */
  private void triedIsNotTriedAgain(Machine machine, CellId cell, String what) {
    if (ended.contains(machine + " " + cell + " " + what)) {
      throw new Violation("9, 16", machine + " does " + what + " of " + cell + " again");
    }
  }

  // What an agent does is what its journal says that it works on (invariants 14, 16 and 17).
  private TriggerDocument command(Machine machine, CellId cell, String does) {
    if (dutiless.contains(machine.toString())) {
      throw new Violation(
          "17", machine + " " + does + " " + cell + " and knows that another took its place");
    }
    Entry entry = new Journal(machine.state()).read(cell).orElse(null);
    CellStatus accepted = entry == null ? null : entry.accepted();
    TriggerDocument command = accepted == null ? null : bucket.command(accepted.triggerId());
    if (command == null) {
      throw new Violation(
          "16", machine + " " + does + " " + cell + " without a journal entry: " + entry);
    }
    if (ended.contains(machine + " " + cell + " command " + command.id())) {
      throw new Violation("16", machine + " " + does + " " + cell + " for " + command + " again");
    }
    return command;
  }

  /** Invariants 5 and 15: what is current is one committed snapshot, and no mixture of two. */
  void currentReleasesAreWhole(Machine machine) {
    for (CellId cell : machine.cells()) {
      Installed current = machine.place(cell).current();
      if (current == null) {
        continue;
      }
      @Nullable SortedMap<RelativePath, String> published =
          bucket.committed(new CellRef(node, cell)).get(current.version);
      if (!Objects.equals(published, current.hashes())) {
        throw new Violation(
            "5, 15", cell + " has " + current.hashes() + ", and published was " + published);
      }
    }
  }
}
