package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectBody;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Reads over {@link Wire}. */
final class DirectReads implements Reads {
  private final Wire wire;
  private final Failures failures;
  private final Duration limit;
  private final ScheduledExecutorService timers;
  private final StoreClock clock = new StoreClock();

  /** With {@code limit} as the longest wait for an answer, a document, or the next bytes. */
  DirectReads(Wire wire, Failures failures, Duration limit, ScheduledExecutorService timers) {
    this.wire = wire;
    this.failures = failures;
    this.limit = limit;
    this.timers = timers;
  }

  @Override
  public GetResult read(Operation operation, String fullKey, @Nullable ETag known) {
    Map<String, String> headers = known == null ? Map.of() : Map.of("If-None-Match", known.value());
    try (Exchange answer = wire.get(fullKey, headers, limit)) {
      try {
        return read(operation, answer, known);
      } catch (IOException e) {
        throw failures.unanswered(
            operation, answer.isLate() ? new SocketTimeoutException(e.getMessage()) : e);
      }
    } catch (IOException e) {
      throw failures.unanswered(operation, e);
    }
  }

  private GetResult read(Operation operation, Exchange answer, @Nullable ETag known)
      throws IOException {
    int status = answer.status();
    if (status == 304 && known != null) {
      return new GetResult.Unchanged(StoreClock.date(answer.header("date")));
    }
    if (status != 200) {
      Refusal refusal = Refusal.of(answer);
      if (status == 404 && refusal.code().equals(Failures.NO_SUCH_KEY)) {
        return new GetResult.Absent();
      }
      throw refusal.named(operation, failures, wire);
    }
    byte[] bytes = DocumentBytes.read(operation, answer.length(), answer.body(), failures);
    Instant written =
        Objects.requireNonNullElse(StoreClock.date(answer.header("last-modified")), Instant.EPOCH);
    Instant now = clock.read(StoreClock.date(answer.header("date")), written);
    return new GetResult.Found(
        bytes, failures.eTag(operation, answer.header("etag")), written, now);
  }

  @Override
  public ObjectBody open(Operation operation, String fullKey, @Nullable Range range) {
    Map<String, String> headers = range == null ? Map.of() : Map.of("Range", range.header());
    Exchange answer = null;
    boolean handed = false;
    try {
      answer = wire.get(fullKey, headers, limit);
      if (answer.status() != (range == null ? 200 : 206)) {
        throw Refusal.of(answer).named(operation, failures, wire);
      }
      long length = answer.length();
      if (length < 0) {
        throw failures.noLength(operation);
      }
      ETag etag = failures.eTag(operation, answer.header("etag"));
      GuardedStream body =
          new GuardedStream(
              answer.takeBody(),
              answer,
              length,
              limit,
              Limits.transfer(length),
              timers,
              failures,
              operation);
      handed = true;
      return new ObjectBody(body.guarded(), length, etag);
    } catch (IOException e) {
      throw failures.unanswered(operation, e);
    } finally {
      if (answer != null && !handed) {
        answer.close();
      }
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
