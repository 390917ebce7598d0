package io.fleetman.e2e.walk;

import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is wrong with the store just now, for everybody. */
final class Weather {
  private final Random random;
  private final Time time;
  private final List<FaultyObjectStore> lines = new ArrayList<>();
  private double rate;
  private Fault[] faults = {};

  Weather(Random random, Time time) {
    this.random = random;
    this.time = time;
  }

  /** A new way to the store, in the present weather. */
  FaultyObjectStore line(ObjectStore store) {
    FaultyObjectStore line = new FaultyObjectStore(store).whileHanging(time::pass);
    lines.add(line);
    apply(line);
    return line;
  }

  /** Several kinds of faults from now on. */
  String worsens() {
    List<Fault> chosen = new ArrayList<>(Arrays.asList(Fault.values()));
    while (chosen.size() > 4) {
      chosen.remove(random.nextInt(chosen.size()));
    }
    faults = chosen.toArray(Fault[]::new);
    rate = random.nextBoolean() ? 0.1 : 0.5;
    lines.forEach(this::apply);
    return chosen + " at " + rate;
  }

  void clears() {
    rate = 0;
    lines.forEach(this::apply);
  }

  /** One write arrives that its sender has given up. */
  boolean landsOne() {
    int first = lines.isEmpty() ? 0 : random.nextInt(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get((first + i) % lines.size()).landOneLateWrite()) {
        return true;
      }
    }
    return false;
  }

  private void apply(FaultyObjectStore line) {
    line.heal();
    if (rate > 0) {
      var _ = line.randomly(random.nextLong(), rate, faults);
    }
  }
}
