package io.fleetman.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedRunTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch firstRuns = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final SharedRun shared =
      new SharedRun(
          () -> {
            int run = runs.incrementAndGet();
            if (run == 1) {
              firstRuns.countDown();
              letGo.await();
            }
            return new Result(0, "run " + run, Duration.ZERO);
          });

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void whoComesWhileItRunsSharesTheNextRun() throws Exception {
    Future<Result> first = started(shared::run);
    List<Future<Result>> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(started(shared::run));
    }
    letGo.countDown();

    assertThat(first.get().output()).isEqualTo("run 1");
    for (Future<Result> other : others) {
      assertThat(other.get().output()).as("began after it was asked for").isEqualTo("run 2");
    }
    assertThat(runs).hasValue(2);
    assertThat(shared.run().output()).isEqualTo("run 3");
  }

  @Test
  void whereTheOneWhoRunsItIsInterruptedTheNextGoesOn() throws Exception {
    Thread first =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    throw new AssertionError(shared.run());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    firstRuns.await();
    Future<Result> next = started(shared::run);

    first.interrupt();

    assertThat(next.get().output()).isEqualTo("run 2");
  }

  @Test
  void aBoundedRunnerRunsAsManyAsItMayAndNoMore() throws Exception {
    int bound = 3;
    CyclicBarrier together = new CyclicBarrier(bound);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Result done = new Result(0, "", Duration.ZERO);
    BoundedRunner runner = new BoundedRunner(_ -> counted(now, most, together, done), bound);
    Command command = Command.tool(Duration.ofSeconds(1), "systemctl");
    List<Callable<Result>> tasks = Collections.nCopies(10 * bound, () -> runner.run(command));

    for (Future<Result> task : threads.invokeAll(tasks)) {
      assertThat(task.get()).isSameAs(done);
    }
    assertThat(most).hasValue(bound);
  }

  private static Result counted(
      AtomicInteger now, AtomicInteger most, CyclicBarrier together, Result result)
      throws InterruptedException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      together.await();
    } catch (BrokenBarrierException e) {
      throw new AssertionError(e);
    } finally {
      now.decrementAndGet();
    }
    return result;
  }

  // Returns when it waits, or runs.
  private Future<Result> started(Callable<Result> task) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Thread[] thread = new Thread[1];
    Future<Result> future =
        threads.submit(
            () -> {
              thread[0] = Thread.currentThread();
              begun.countDown();
              return task.call();
            });
    begun.await();
    while (thread[0].getState() != Thread.State.WAITING
        && thread[0].getState() != Thread.State.TERMINATED) {
      Thread.sleep(1);
    }
    return future;
  }
}
