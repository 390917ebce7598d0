package io.fleetman.e2e.walk;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process's way to the store. Before every request, and before the answer to every write is
 * heard, others may go on and the process may be killed.
 */
final class Gate implements ObjectStore {
  private static final Duration ROUND_TRIP = Duration.ofMillis(7);

  private final Program process;
  private final ObjectStore line;
  private BiConsumer<String, GetResult> reader = (_, _) -> {};

  Gate(Program process, ObjectStore line) {
    this.process = process;
    this.line = line;
  }

  /** Hears what this process is told of documents. */
  void whenRead(BiConsumer<String, GetResult> listener) {
    reader = listener;
  }

  private <T> T request(String name, boolean writes, Supplier<T> request) {
    process.reaches(name);
    process.world().time().pass(ROUND_TRIP);
    T answer;
    try {
      answer = request.get();
    } catch (StoreException e) {
      process.trace("  " + e.getMessage());
      throw e;
    }
    if (writes) {
      process.reaches("is answered " + (answer instanceof PutResult.Refused ? "412" : "200"));
    }
    return answer;
  }

  private void effect(String name, Runnable request) {
    var _ =
        request(
            name,
            true,
            () -> {
              request.run();
              return name;
            });
  }

  private GetResult read(String key, GetResult answer) {
    reader.accept(key, answer);
    return answer;
  }

  @Override
  public GetResult get(String key) {
    return read(key, request("GET " + key, false, () -> line.get(key)));
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    return read(key, request("GET? " + key, false, () -> line.getIfChanged(key, known)));
  }

  @Override
  public ObjectBody open(String key) {
    return request("OPEN " + key, false, () -> line.open(key));
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    return request("OPEN " + key, false, () -> line.open(key, offset, length));
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    return request("LIST " + prefix, false, () -> line.list(prefix, delimiter, continuation));
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    return request("PUT " + key, true, () -> line.put(key, body, precondition));
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    effect("PUT " + key, () -> line.putFile(key, file, progress));
  }

  @Override
  public void copy(String source, String target) {
    effect("COPY " + target, () -> line.copy(source, target));
  }

  @Override
  public void delete(String key) {
    effect("DELETE " + key, () -> line.delete(key));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    effect("DELETE " + keys.size() + " keys", () -> line.deleteAll(keys));
  }

  @Override
  public void close() {
    line.close();
  }
}
