package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads through the SDK, which knows AWS's own endpoints, and proxies. */
final class SdkReads implements Reads {
  private final S3Client s3;
  private final String bucket;
  private final Failures failures;
  private final Duration stall;
  private final ScheduledExecutorService timers;
  private final StoreClock clock = new StoreClock();

  SdkReads(
      S3Client s3,
      String bucket,
      Failures failures,
      Duration stall,
      ScheduledExecutorService timers) {
    this.s3 = s3;
    this.bucket = bucket;
    this.failures = failures;
    this.stall = stall;
    this.timers = timers;
  }

  @Override
  public GetResult read(Operation operation, String fullKey, @Nullable ETag known) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(fullKey)
            .ifNoneMatch(known == null ? null : known.value())
            .build();
    try {
      return s3.getObject(request, (answer, body) -> found(operation, answer, body));
    } catch (S3Exception e) {
      if (e.statusCode() == 304 && known != null) {
        return new GetResult.Unchanged(StoreClock.date(e));
      }
      if (Failures.saysNoSuchKey(e)) {
        return new GetResult.Absent();
      }
      throw e;
    }
  }

  private GetResult found(Operation operation, GetObjectResponse answer, AbortableInputStream body)
      throws IOException {
    byte[] bytes;
    try {
      long announced = Objects.requireNonNullElse(answer.contentLength(), -1L);
      bytes = DocumentBytes.read(operation, announced, body, failures);
    } catch (StoreException e) {
      body.abort(); // rather than read the rest
      throw e;
    }
    Instant written = Objects.requireNonNullElse(answer.lastModified(), Instant.EPOCH);
    Instant now = clock.read(answer.sdkHttpResponse(), written);
    return new GetResult.Found(bytes, failures.eTag(operation, answer.eTag()), written, now);
  }

  @Override
  public ObjectBody open(Operation operation, String fullKey, @Nullable Range range) {
    ResponseInputStream<GetObjectResponse> body =
        s3.getObject(
            r -> r.bucket(bucket).key(fullKey).range(range == null ? null : range.header()),
            ResponseTransformer.toInputStream());
    long length = Objects.requireNonNullElse(body.response().contentLength(), -1L);
    boolean part = body.response().contentRange() != null;
    if (length < 0 || part != (range != null)) {
      body.abort();
      throw length < 0
          ? failures.noLength(operation)
          : failures.refused(operation, 200, "", "HTTP 200", null);
    }
    Duration total = Limits.transfer(length);
    GuardedStream guarded =
        new GuardedStream(body, body::abort, length, stall, total, timers, failures, operation);
    return new ObjectBody(
        guarded.guarded(), length, failures.eTag(operation, body.response().eTag()));
  }

  @Override
  public void close() {
    // the client is the store's
  }
}
