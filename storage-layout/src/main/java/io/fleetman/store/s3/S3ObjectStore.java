package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An S3-compatible store over HTTP. Thread-safe. */
public final class S3ObjectStore implements ObjectStore {
  private final StorageSettings settings;
  private final ScheduledExecutorService timers;
  private final S3Client s3;
  private final Failures failures;
  private final Calls calls;
  private final BulkDelete bulkDelete;
  private final Transfers transfers;
  private final StoreClock clock = new StoreClock();
  private final String bucket;
  private final String prefix;

  private S3ObjectStore(StorageSettings settings, S3Client s3, ScheduledExecutorService timers) {
    this.settings = settings;
    this.s3 = s3;
    this.timers = timers;
    this.bucket = settings.bucket();
    this.prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    this.failures = new Failures(settings);
    this.calls = new Calls(failures, settings.retries());
    this.bulkDelete = new BulkDelete(s3, calls, failures, bucket, prefix);
    this.transfers = new Transfers(s3, calls, bucket);
  }

  /** Sets up the connection; the first request is the first to reach the store. */
  public static S3ObjectStore open(StorageSettings settings) {
    ScheduledExecutorService timers = Clients.timers();
    return new S3ObjectStore(settings, Clients.open(settings, timers), timers);
  }

  @Override
  public GetResult get(String key) {
    return read(key, null);
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    return read(key, known);
  }

  private GetResult read(String key, @Nullable ETag known) {
    Operation operation = Operation.reading("GET", key);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(prefix + key)
            .ifNoneMatch(known == null ? null : known.value())
            .build();
    return calls.retried(
        operation,
        () -> {
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
        });
  }

  private GetResult found(Operation operation, GetObjectResponse answer, AbortableInputStream body)
      throws IOException {
    Long announced = answer.contentLength();
    byte[] bytes = bytes(operation, announced, body);
    if (announced != null && announced != bytes.length) {
      throw new StoreException.Unavailable(
          failures.say(
              operation, "the body ended after " + bytes.length + " of " + announced + " bytes"),
          false,
          null);
    }
    Instant written = Objects.requireNonNullElse(answer.lastModified(), Instant.EPOCH);
    Instant now = clock.read(answer.sdkHttpResponse(), written);
    return new GetResult.Found(bytes, eTag(operation, answer.eTag()), written, now);
  }

  // What says how large it is, is read into just that: a stream that grows needs twice the room.
  private byte[] bytes(Operation operation, @Nullable Long announced, AbortableInputStream body)
      throws IOException {
    int most = Limits.document(Runtime.getRuntime().maxMemory());
    if (announced != null && announced >= 0 && announced <= most) {
      byte[] bytes = new byte[announced.intValue()];
      int length = body.readNBytes(bytes, 0, bytes.length);
      return length < bytes.length ? Arrays.copyOf(bytes, length) : bytes;
    }
    byte[] bytes = announced == null || announced < 0 ? body.readNBytes(most + 1) : null;
    if (bytes == null || bytes.length > most) {
      body.abort();
      throw new StoreException.Rejected(
          failures.say(
              operation,
              "it is larger than "
                  + most
                  + " bytes, the most that this program's memory has room for: make it smaller, or"
                  + " start the program with more (-Xmx)"),
          null);
    }
    return bytes;
  }

  @Override
  public ObjectBody open(String key) {
    Operation operation = Operation.reading("GET", key);
    ResponseInputStream<GetObjectResponse> body =
        calls.retried(
            operation,
            () ->
                s3.getObject(
                    r -> r.bucket(bucket).key(prefix + key), ResponseTransformer.toInputStream()));
    long length = Objects.requireNonNullElse(body.response().contentLength(), -1L);
    if (length < 0) {
      body.abort();
      throw new StoreException.Unavailable(
          failures.say(operation, "the store did not announce the length"), false, null);
    }
    Duration stall = settings.requestTimeout();
    Duration total = Limits.transfer(length);
    GuardedStream guarded =
        new GuardedStream(body, body::abort, length, stall, total, timers, failures, operation);
    return new ObjectBody(guarded.guarded(), length, eTag(operation, body.response().eTag()));
  }

  @Override
  public ListPage list(
      String keyPrefix, @Nullable String delimiter, @Nullable String continuation) {
    Operation operation = Operation.reading("LIST", keyPrefix);
    ListObjectsV2Response answer =
        calls.retried(
            operation,
            () ->
                listing(
                    operation,
                    s3.listObjectsV2(
                        r ->
                            r.bucket(bucket)
                                .prefix(prefix + keyPrefix)
                                .delimiter(delimiter)
                                .continuationToken(continuation)
                                .encodingType(EncodingType.URL))));
    List<ListPage.Entry> objects =
        answer.contents().stream()
            .map(
                o ->
                    new ListPage.Entry(
                        relative(o.key()),
                        Objects.requireNonNullElse(o.size(), 0L),
                        new ETag(unquoted(Objects.requireNonNullElse(o.eTag(), ""))),
                        Objects.requireNonNullElse(o.lastModified(), Instant.EPOCH)))
            .toList();
    List<String> folders =
        answer.commonPrefixes().stream().map(CommonPrefix::prefix).map(this::relative).toList();
    return new ListPage(
        objects,
        folders,
        answer.nextContinuationToken(),
        StoreClock.date(answer.sdkHttpResponse()));
  }

  // The SDK takes any page with tags for a listing without objects.
  private ListObjectsV2Response listing(Operation operation, ListObjectsV2Response answer) {
    Boolean truncated = answer.isTruncated();
    if (truncated == null || truncated != (answer.nextContinuationToken() != null)) {
      throw new StoreException.Unavailable(
          failures.say(operation, "the answer is not a whole listing; is this the S3 endpoint?"),
          false,
          null);
    }
    return answer;
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    Operation operation = Operation.writing("PUT", key);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(prefix + key)
            .contentType(key.endsWith(".json") ? "application/json" : "application/octet-stream");
    return switch (precondition) {
      case Precondition.None _ -> calls.retried(operation, () -> send(operation, request, body));
      case Precondition.Absent _ -> {
        request.ifNoneMatch("*");
        yield calls.once(operation, () -> sendIf(operation, request, body, 412));
      }
      case Precondition.Matches m -> {
        request.ifMatch(m.etag().value()); // without quotes, which Ceph takes for a part of it
        yield calls.once(operation, () -> sendIf(operation, request, body, 412, 404));
      }
    };
  }

  private PutResult send(Operation operation, PutObjectRequest.Builder request, byte[] body) {
    String eTag = s3.putObject(request.build(), RequestBody.fromBytes(body)).eTag();
    return new PutResult.Written(eTag(operation, eTag));
  }

  private PutResult sendIf(
      Operation operation, PutObjectRequest.Builder request, byte[] body, int... refusals) {
    try {
      return send(operation, request, body);
    } catch (S3Exception e) {
      for (int refusal : refusals) {
        if (e.statusCode() == refusal && (refusal == 412 || Failures.saysNoSuchKey(e))) {
          return new PutResult.Refused();
        }
      }
      throw e;
    }
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    Operation operation = Operation.writing("PUT", key);
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw new StoreException.Rejected(failures.say(operation, "cannot read " + file), e);
    }
    transfers.upload(operation, prefix + key, file, size, progress);
  }

  @Override
  public void copy(String source, String target) {
    transfers.copy(
        Operation.writing("COPY", source + " to " + target), prefix + source, prefix + target);
  }

  @Override
  public void delete(String key) {
    bulkDelete.one(key);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    bulkDelete.all(keys);
  }

  @Override
  public void close() {
    calls.close();
    s3.close();
    timers.shutdownNow();
  }

  /** For messages: where the store is, without its keys. */
  @Override
  public String toString() {
    return settings.toString();
  }

  private ETag eTag(Operation operation, @Nullable String eTag) {
    if (eTag == null || eTag.isEmpty()) {
      throw new StoreException.Rejected(
          failures.say(operation, "the answer has no ETag; this store cannot be used"), null);
    }
    return new ETag(unquoted(eTag));
  }

  private static String unquoted(String eTag) {
    return eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"")
        ? eTag.substring(1, eTag.length() - 1)
        : eTag;
  }

  private String relative(String key) {
    return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
  }
}
