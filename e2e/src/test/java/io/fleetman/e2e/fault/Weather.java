package io.fleetman.e2e.fault;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Random faults for a long time: drizzle on every request, and now and then a storm on all. */
final class Weather implements Runnable {
  private static final Duration CALM = Duration.ofSeconds(100);
  private static final Duration STORM = Duration.ofSeconds(15);

  private final FaultProxy proxy;
  private final SplittableRandom random;

  Weather(FaultProxy proxy, long seed) {
    this.proxy = proxy;
    this.random = new SplittableRandom(seed);
  }

  /** Goes on until the thread is interrupted; then it is calm. */
  @Override
  public void run() {
    try {
      while (true) {
        drizzle();
        Thread.sleep(CALM);
        storm();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      proxy.up();
      proxy.faults().clear();
    }
  }

  private void drizzle() {
    proxy
        .faults()
        .set(
            some(new Fault.LostAnswer(), 0.01),
            some(new Fault.Late(Duration.ofSeconds(3)), 0.01),
            some(Fault.INTERNAL, 0.02),
            some(Fault.SLOW_DOWN, 0.02),
            some(Fault.DENIED, 0.005),
            some(Fault.CONFLICT, 0.005),
            some(new Fault.CutBody(), 0.01),
            some(new Fault.Drip(Duration.ofMillis(500)), 0.003),
            some(new Fault.Hang(), 0.003),
            some(new Fault.Html(), 0.003),
            some(new Fault.HalfBody(), 0.003),
            Rule.on(new Fault.Stale(), Kind.LIST).probability(0.02),
            some(new Fault.Slow(Duration.ofMillis(200)), 0.05));
  }

  private void storm() throws InterruptedException {
    List<Fault> storms =
        List.of(
            new Fault.Hang(), Fault.INTERNAL, Fault.DENIED, new Fault.CutBody(), Fault.NO_SUCH_KEY);
    int kind = random.nextInt(storms.size() + 1);
    if (kind == storms.size()) {
      proxy.down();
      Thread.sleep(STORM);
      proxy.up();
    } else {
      proxy.faults().set(Rule.onAll(storms.get(kind)));
      Thread.sleep(STORM);
    }
  }

  private static Rule some(Fault fault, double probability) {
    return Rule.onAll(fault).probability(probability);
  }
}
