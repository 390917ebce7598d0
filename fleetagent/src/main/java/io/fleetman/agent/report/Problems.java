package io.fleetman.agent.report;

import io.fleetman.codec.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong beside the cells' own states, and since when; logged whole when it comes, changes
 * and goes.
 */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LONGEST = 200;

  private final Clock clock;
  private final SortedMap<String, Problem> current = new TreeMap<>();
  private volatile Runnable onEnd = () -> {};

  private record Problem(String sentence, Instant since) {
    String line() {
      String text =
          sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 3) + "...";
      return "since " + TIME.format(since) + ": " + text;
    }
  }

  /** None yet. */
  public Problems(Clock clock) {
    this.clock = clock;
  }

  /** Who wants to know when a problem has ended. */
  public void onEnd(Runnable told) {
    onEnd = told;
  }

  /** Something is wrong. */
  public synchronized void set(String subject, String sentence) {
    Problem was = current.get(subject);
    if (was == null || !was.sentence().equals(sentence)) {
      current.put(subject, new Problem(sentence, was == null ? clock.instant() : was.since()));
      LOG.warn("{}", sentence);
    }
  }

  /** It is well again. */
  public void clear(String subject) {
    Problem was;
    synchronized (this) {
      was = current.remove(subject);
    }
    if (was != null) {
      Duration lasted = Duration.between(was.since(), clock.instant());
      LOG.info(
          "no longer, after {}: {}",
          Durations.format(Duration.ofSeconds(Math.max(1, lasted.toSeconds()))),
          was.sentence());
      onEnd.run();
    }
  }

  /** All of them, a line each, in the order of their subjects. */
  public synchronized List<String> all() {
    return current.values().stream().map(Problem::line).toList();
  }

  /** The first of them; null if there is none. */
  public synchronized @Nullable String first() {
    return current.isEmpty() ? null : current.firstEntry().getValue().line();
  }
}
