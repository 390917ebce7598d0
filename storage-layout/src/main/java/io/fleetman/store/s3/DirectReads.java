package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads over {@link Wire}. */
final class DirectReads implements Reads {
  private final Wire wire;
  private final Failures failures;
  private final Duration limit;
  private final StoreClock clock = new StoreClock();

  /** With {@code limit} as the longest wait for an answer, a document, or the next bytes. */
  DirectReads(Wire wire, Failures failures, Duration limit) {
    this.wire = wire;
    this.failures = failures;
    this.limit = limit;
  }

  @Override
  public GetResult read(Operation operation, String fullKey, @Nullable ETag known) {
    Map<String, String> headers = known == null ? Map.of() : Map.of("if-none-match", known.value());
    try (Wire.Answer answer = wire.get(fullKey, headers, limit)) {
      int status = answer.head().status();
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
          Objects.requireNonNullElse(
              StoreClock.date(answer.header("last-modified")), Instant.EPOCH);
      Instant now = clock.read(StoreClock.date(answer.header("date")), written);
      return new GetResult.Found(
          bytes, failures.eTag(operation, answer.header("etag")), written, now);
    } catch (IOException e) {
      throw failures.unanswered(operation, e);
    }
  }

  @Override
  public ObjectBody open(Operation operation, String fullKey, @Nullable Range range) {
    Map<String, String> headers = range == null ? Map.of() : Map.of("range", range.header());
    Wire.Answer answer = null;
    boolean handed = false;
    try {
      answer = wire.get(fullKey, headers, limit);
      if (answer.head().status() != (range == null ? 200 : 206)) {
        throw Refusal.of(answer).named(operation, failures, wire);
      }
      if (answer.length() < 0) {
        throw failures.noLength(operation);
      }
      ETag etag = failures.eTag(operation, answer.header("etag"));
      long until = System.nanoTime() + Limits.transfer(answer.length()).toNanos();
      InputStream body =
          new Watched(answer.body().within(limit, until), answer.length(), failures, operation);
      handed = true;
      return new ObjectBody(body, answer.length(), etag);
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
