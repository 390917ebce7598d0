package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Requests over {@link Wire}. */
final class DirectRequests implements Requests {
  private final Wire wire;
  private final Failures failures;
  private final Duration limit;
  private final ScheduledExecutorService timers;
  private final StoreClock clock = new StoreClock();

  /** With {@code limit} as the longest wait for an answer, a document, or the next bytes. */
  DirectRequests(Wire wire, Failures failures, Duration limit, ScheduledExecutorService timers) {
    this.wire = wire;
    this.failures = failures;
    this.limit = limit;
    this.timers = timers;
  }

  private interface Request {
    Exchange send() throws IOException;
  }

  private interface Answer<T> {
    T read(Exchange answer) throws IOException;
  }

  // Sends it, reads the answer, and names what goes wrong with either.
  private <T> T answered(Operation operation, Request request, Answer<T> answer) {
    try (Exchange exchange = request.send()) {
      try {
        return answer.read(exchange);
      } catch (IOException e) {
        throw failures.unanswered(
            operation, exchange.isLate() ? new SocketTimeoutException(e.getMessage()) : e);
      }
    } catch (IOException e) {
      throw failures.unanswered(operation, e);
    }
  }

  @Override
  public GetResult read(Operation operation, String fullKey, @Nullable ETag known) {
    Map<String, String> headers = known == null ? Map.of() : Map.of("If-None-Match", known.value());
    return answered(
        operation,
        () -> wire.get(fullKey, headers, limit),
        answer -> document(operation, answer, known));
  }

  private GetResult document(Operation operation, Exchange answer, @Nullable ETag known)
      throws IOException {
    int status = answer.status();
    if (status == 304 && known != null) {
      return new GetResult.Unchanged(StoreClock.date(answer.header("date")));
    }
    if (status != 200) {
      Refusal refusal = Refusal.of(answer);
      if (refusal.saysNoSuchKey()) {
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
  public ListPage list(
      Operation operation,
      String fullPrefix,
      @Nullable String delimiter,
      @Nullable String continuation) {
    Map<String, String> query = new TreeMap<>();
    query.put("list-type", "2");
    query.put("encoding-type", "url"); // XML cannot say every character of a key
    query.put("prefix", fullPrefix);
    if (delimiter != null) {
      query.put("delimiter", delimiter);
    }
    if (continuation != null) {
      query.put("continuation-token", continuation);
    }
    return answered(operation, () -> wire.list(query, limit), answer -> listing(operation, answer));
  }

  private ListPage listing(Operation operation, Exchange answer) throws IOException {
    if (answer.status() != 200) {
      throw Refusal.of(answer).named(operation, failures, wire);
    }
    byte[] xml = answer.body().readNBytes(Limits.LISTING);
    return Listing.parse(xml, StoreClock.date(answer.header("date")))
        .orElseThrow(() -> failures.noListing(operation));
  }

  @Override
  public PutResult put(
      Operation operation, String fullKey, byte[] body, Precondition precondition) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", Requests.contentType(fullKey));
    switch (precondition) {
      case Precondition.None _ -> {}
      case Precondition.Absent _ -> headers.put("If-None-Match", "*");
      // without quotes, which Ceph takes for a part of it
      case Precondition.Matches m -> headers.put("If-Match", m.etag().value());
    }
    return answered(
        operation,
        () -> wire.put(fullKey, headers, body, limit),
        answer -> written(operation, answer, precondition));
  }

  private PutResult written(Operation operation, Exchange answer, Precondition precondition)
      throws IOException {
    if (answer.status() == 200) {
      return new PutResult.Written(failures.eTag(operation, answer.header("etag")));
    }
    Refusal refusal = Refusal.of(answer);
    if (refusal.refuses(precondition)) {
      return new PutResult.Refused();
    }
    throw refusal.named(operation, failures, wire);
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
