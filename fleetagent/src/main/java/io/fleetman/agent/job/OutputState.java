package io.fleetman.agent.job;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the output of an attempt was read and put, kept before each chunk is put.
 *
 * @param chunks how many were put; of the last it may not be known
 * @param tries how much of each try's output is in them, by the try's place and number
 * @param dropped bytes that were not kept
 * @param full whether a limit has struck, so that nothing more is kept
 */
record OutputState(int chunks, SortedMap<String, Kept> tries, long dropped, boolean full) {
  static final OutputState EMPTY = new OutputState(0, new TreeMap<>(), 0, false);

  OutputState {
    tries =
        tries == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(tries));
  }

  /**
   * How much of a try's output was kept.
   *
   * @param stdout bytes, as the program wrote them
   * @param stderr bytes, as the program wrote them
   */
  record Kept(long stdout, long stderr) {
    static final Kept NOTHING = new Kept(0, 0);
  }
}
