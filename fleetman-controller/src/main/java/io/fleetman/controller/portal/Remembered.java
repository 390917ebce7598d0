package io.fleetman.controller.portal;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Refusal;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read of the store for pages that are asked for again and again: read once for all who
 * look, again only if it may have changed, and kept while the store does not answer. A cache and
 * nothing else. Safe for several threads.
 */
public final class Remembered<V> {
  private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

  private final int most;
  private final Duration fresh;
  private final LongSupplier nanos;
  private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * What there is to show.
   *
   * @param value null if it was never read
   * @param problem why it is missing or not newer, a sentence; null if all is well
   */
  public record Seen<V>(@Nullable V value, @Nullable String problem) {}

  private static final class Entry<V> {
    private @Nullable V value;
    private @Nullable Object stamp;
    private long loadedAt;
    private @Nullable String problem;
    private @Nullable CompletableFuture<V> loading;
    private int generation;
  }

  /**
   * @param most how many are kept
   * @param fresh how long one is believed although nothing says that it changed
   * @param nanos a monotonic clock
   */
  public Remembered(int most, Duration fresh, LongSupplier nanos) {
    this.most = most;
    this.fresh = fresh;
    this.nanos = nanos;
  }

  /**
   * What is known, read again if the stamp is another one or it is too old.
   *
   * @param stamp changes when the value may have changed
   * @param loader reads it; in a thread of its own
   * @param patience how long to wait for that
   */
  public Seen<V> get(String key, Object stamp, Supplier<V> loader, Duration patience)
      throws InterruptedException {
    CompletableFuture<V> loading;
    synchronized (entries) {
      Entry<V> entry = entries.computeIfAbsent(key, _ -> new Entry<>());
      shrink();
      boolean known =
          entry.value != null
              && stamp.equals(entry.stamp)
              && nanos.getAsLong() - entry.loadedAt < fresh.toNanos();
      if (known) {
        return new Seen<>(entry.value, null);
      }
      if (entry.loading == null) {
        entry.loading = begin(entry, stamp, loader);
      }
      loading = entry.loading;
    }
    String late = null;
    try {
      var _ = loading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      late = "the store has not answered yet";
    } catch (ExecutionException e) {
      LOG.debug("not read: {}", key, e); // the entry has the sentence
    }
    synchronized (entries) {
      Entry<V> entry = entries.computeIfAbsent(key, _ -> new Entry<>());
      return new Seen<>(entry.value, entry.problem != null ? entry.problem : late);
    }
  }

  /** Has it read again when it is next asked for, because it was just changed here. */
  public void forget(String key) {
    synchronized (entries) {
      Entry<V> entry = entries.get(key);
      if (entry != null) {
        entry.generation++;
        entry.stamp = null;
        entry.loading = null;
      }
    }
  }

  private void shrink() {
    var oldest = entries.entrySet().iterator();
    while (entries.size() > most) {
      var _ = oldest.next();
      oldest.remove();
    }
  }

  private CompletableFuture<V> begin(Entry<V> entry, Object stamp, Supplier<V> loader) {
    CompletableFuture<V> loading = new CompletableFuture<>();
    int generation = entry.generation;
    Thread.ofVirtual()
        .name("remember")
        .start(
            () -> {
              try {
                V value = loader.get();
                end(entry, generation, stamp, value, null);
                loading.complete(value);
              } catch (StoreException | Refusal | DocumentException e) {
                end(entry, generation, stamp, null, String.valueOf(e.getMessage()));
                loading.completeExceptionally(e);
              } catch (RuntimeException e) {
                LOG.warn("a page's part could not be read", e);
                end(
                    entry,
                    generation,
                    stamp,
                    null,
                    "the controller's log says why this is missing");
                loading.completeExceptionally(e);
              }
            });
    return loading;
  }

  private void end(
      Entry<V> entry, int generation, Object stamp, @Nullable V value, @Nullable String problem) {
    synchronized (entries) {
      if (entry.generation != generation) {
        return; // from before it was changed here
      }
      entry.loading = null;
      entry.problem = problem;
      if (value != null) {
        entry.value = value;
        entry.stamp = stamp;
        entry.loadedAt = nanos.getAsLong();
      }
    }
  }
}
