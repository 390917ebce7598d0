package io.fleetman.agent.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong beside the cells' own states; logged once when it comes, changes and goes. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final SortedMap<String, String> current = new TreeMap<>();

  /** Something is wrong. */
  public synchronized void set(String subject, String sentence) {
    if (!sentence.equals(current.put(subject, sentence))) {
      LOG.warn("{}", sentence);
    }
  }

  /** It is well again. */
  public synchronized void clear(String subject) {
    String was = current.remove(subject);
    if (was != null) {
      LOG.info("no longer: {}", was);
    }
  }

  /** All of them, in the order of their subjects. */
  public synchronized List<String> all() {
    return List.copyOf(current.values());
  }

  /** The first of them; null if there is none. */
  public synchronized @Nullable String first() {
    return current.isEmpty() ? null : current.firstEntry().getValue();
  }
}
