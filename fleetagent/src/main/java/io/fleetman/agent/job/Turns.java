package io.fleetman.agent.job;

import io.fleetman.job.gate.NodeQueue;
import io.fleetman.job.gate.NodeQueue.State;
import io.fleetman.layout.ExecutionId;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whose turn it is on this node; {@link NodeQueue} decides. */
final class Turns {
  private final int atOnce;
  private final SortedMap<ExecutionId, Ticket> tickets = new TreeMap<>();

  /**
   * Nobody waits yet.
   *
   * @param atOnce how many may run beside each other
   */
  Turns(int atOnce) {
    this.atOnce = atOnce;
  }

  /** An execution's place; it is READY, or it runs already. */
  synchronized Ticket ticket(ExecutionId execution, boolean parallel, boolean runs) {
    Ticket ticket = new Ticket(execution, parallel, runs ? State.RUNNING : State.READY);
    tickets.put(execution, ticket);
    return ticket;
  }

  private boolean isNext(Ticket ticket) {
    long running = tickets.values().stream().filter(t -> t.state == State.RUNNING).count();
    return running < atOnce
        && NodeQueue.next(tickets.values().stream().map(Ticket::item).toList())
            .contains(ticket.execution);
  }

  /** One execution's place. */
  final class Ticket {
    private final ExecutionId execution;
    private final boolean parallel;
    private State state;

    private Ticket(ExecutionId execution, boolean parallel, State state) {
      this.execution = execution;
      this.parallel = parallel;
      this.state = state;
    }

    private NodeQueue.Item item() {
      return new NodeQueue.Item(execution, parallel, state);
    }

    /** Waits for its turn, and takes it. */
    void await() throws InterruptedException {
      synchronized (Turns.this) {
        while (state != State.RUNNING && !isNext(this)) {
          Turns.this.wait();
        }
        change(State.RUNNING);
      }
    }

    /** It runs: an agent before this one has begun it. */
    void run() {
      change(State.RUNNING);
    }

    /** It does not begin now; those behind it may, if it takes long. */
    void rest(boolean takesLong) {
      change(takesLong ? State.RESTING : State.READY);
    }

    /** It could begin. */
    void ready() {
      change(State.READY);
    }

    /** It needs no turn any more. */
    void giveBack() {
      synchronized (Turns.this) {
        tickets.remove(execution, this);
        Turns.this.notifyAll();
      }
    }

    private void change(State next) {
      synchronized (Turns.this) {
        state = next;
        tickets.put(execution, this);
        Turns.this.notifyAll();
      }
    }
  }
}
