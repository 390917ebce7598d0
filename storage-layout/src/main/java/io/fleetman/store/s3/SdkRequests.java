package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Requests through the SDK, which knows AWS's own endpoints, and proxies. */
final class SdkRequests implements Requests {
  private final SdkClient s3;
  private final String bucket;
  private final Failures failures;
  private final Duration stall;
  private final ScheduledExecutorService timers;
  private final StoreClock clock = new StoreClock();

  SdkRequests(
      SdkClient s3,
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
      return s3.get().getObject(request, (answer, body) -> found(operation, answer, body));
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
        s3.get()
            .getObject(
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
  public ListPage list(
      Operation operation,
      String fullPrefix,
      @Nullable String delimiter,
      @Nullable String continuation) {
    ListObjectsV2Response answer =
        s3.get()
            .listObjectsV2(
                r ->
                    r.bucket(bucket)
                        .prefix(fullPrefix)
                        .delimiter(delimiter)
                        .continuationToken(continuation)
                        .encodingType(EncodingType.URL));
    // The SDK takes any page with tags for a listing without objects.
    Boolean truncated = answer.isTruncated();
    if (truncated == null || truncated != (answer.nextContinuationToken() != null)) {
      throw failures.noListing(operation);
    }
    return new ListPage(
        answer.contents().stream().map(SdkRequests::entry).toList(),
        answer.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
        answer.nextContinuationToken(),
        StoreClock.date(answer.sdkHttpResponse()));
  }

  private static ListPage.Entry entry(S3Object object) {
    return new ListPage.Entry(
        object.key(),
        Objects.requireNonNullElse(object.size(), 0L),
        new ETag(Failures.unquoted(Objects.requireNonNullElse(object.eTag(), ""))),
        Objects.requireNonNullElse(object.lastModified(), Instant.EPOCH));
  }

  @Override
  public PutResult put(
      Operation operation, String fullKey, byte[] body, Precondition precondition) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(fullKey)
            .contentType(Requests.contentType(fullKey));
    switch (precondition) {
      case Precondition.None _ -> {}
      case Precondition.Absent _ -> request.ifNoneMatch("*");
      // without quotes, which Ceph takes for a part of it
      case Precondition.Matches m -> request.ifMatch(m.etag().value());
    }
    try {
      String eTag = s3.get().putObject(request.build(), RequestBody.fromBytes(body)).eTag();
      return new PutResult.Written(failures.eTag(operation, eTag));
    } catch (S3Exception e) {
      if (new Refusal(e.statusCode(), Failures.code(e), "", null).refuses(precondition)) {
        return new PutResult.Refused();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    // the client is the store's
  }
}
