package io.fleetman.agent.activate;

import io.fleetman.agent.install.InstallException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs what must not stop half way, such as stopping one release and starting the next: an
 * interrupt takes effect when it is done. Every command in it has a time limit, so it ends.
 */
final class Whole {
  private Whole() {}

  /** Something that is done whole. */
  @FunctionalInterface
  interface Section<T> {
    /** Does it. */
    T run() throws InstallException, IOException, InterruptedException;
  }

  static <T> T run(Section<T> section) throws InstallException, IOException {
    FutureTask<T> task = new FutureTask<>(section::run);
    Thread.ofVirtual().name("whole").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case InstallException i -> throw i;
            case IOException i -> throw i;
            case RuntimeException r -> throw r;
            case Error fault -> throw fault;
            case null, default -> throw new IllegalStateException(e.getCause());
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
