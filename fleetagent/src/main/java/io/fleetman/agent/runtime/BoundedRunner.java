package io.fleetman.agent.runtime;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import java.util.concurrent.Semaphore;

/**
 * Runs a few commands at a time, first come first served. For what is short: a hundred cells that
 * all ask a service manager at once would keep each other from an answer within the limit, which
 * counts from a command's turn.
 */
final class BoundedRunner implements Runner {
  private final Runner runner;
  private final Semaphore places;

  BoundedRunner(Runner runner, int most) {
    this.runner = runner;
    this.places = new Semaphore(most, true);
  }

  @Override
  public Result run(Command command) throws InterruptedException {
    places.acquire();
    try {
      return runner.run(command);
    } finally {
      places.release();
    }
  }
}
