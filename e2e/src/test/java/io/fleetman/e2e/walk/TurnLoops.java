package io.fleetman.e2e.walk;

import io.fleetman.agent.loop.Loop;
import io.fleetman.agent.loop.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Loops whose turns the walk takes, when it likes. */
final class TurnLoops implements Loops {
  private final Program process;
  private final List<Turns> all = new ArrayList<>();

  TurnLoops(Program process) {
    this.process = process;
  }

  @Override
  public Loop loop(String name, BooleanSupplier mayRun, Turn turn) {
    Turns turns = new Turns(name, mayRun, turn);
    all.add(turns);
    return turns;
  }

  /** Those that have work and are not at it. */
  List<Turns> waiting() {
    return all.stream().filter(Turns::isWaiting).toList();
  }

  /** One of them. */
  final class Turns implements Loop {
    private final String name;
    private final BooleanSupplier mayRun;
    private final Turn turn;
    private boolean wanted;
    private @Nullable Task task;

    Turns(String name, BooleanSupplier mayRun, Turn turn) {
      this.name = name;
      this.mayRun = mayRun;
      this.turn = turn;
    }

    private boolean isWaiting() {
      return wanted && (task == null || task.ended()) && mayRun.getAsBoolean();
    }

    /** A task that takes one turn. */
    Task take(Runnable afterwards) {
      wanted = false;
      Task fresh =
          new Task(
              process,
              name,
              () -> {
                boolean ended = turn.run();
                wanted |= !ended; // it may have been woken meanwhile
                afterwards.run();
              });
      task = fresh;
      return fresh;
    }

    @Override
    public void wake() {
      wanted = true;
    }

    @Override
    public void interrupt() {
      // a walk kills, it does not interrupt
    }

    @Override
    public void join(long millis) {
      // the walk goes on until all is done
    }
  }
}
