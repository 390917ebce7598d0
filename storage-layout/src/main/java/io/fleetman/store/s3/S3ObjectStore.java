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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
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
  private final Reads reads;
  private final String bucket;
  private final String prefix;

  private S3ObjectStore(
      StorageSettings settings, S3Client s3, ScheduledExecutorService timers, boolean direct) {
    this.settings = settings;
    this.s3 = s3;
    this.timers = timers;
    this.bucket = settings.bucket();
    this.prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    this.failures = new Failures(settings);
    this.calls = new Calls(failures, settings.retries());
    this.bulkDelete = new BulkDelete(s3, calls, failures, bucket, prefix);
    URI endpoint = settings.endpoint();
    if (endpoint != null && direct) {
      Wire wire = new Wire(settings, endpoint, timers);
      this.reads = new DirectReads(wire, failures, settings.requestTimeout(), timers);
      this.transfers = new Transfers(s3, calls, bucket, new DirectCopies(wire, failures));
    } else {
      this.reads = new SdkReads(s3, bucket, failures, settings.requestTimeout(), timers);
      this.transfers = new Transfers(s3, calls, bucket, null);
    }
  }

  /** Sets up the connection; the first request is the first to reach the store. */
  public static S3ObjectStore open(StorageSettings settings) {
    return open(settings, Clients.reachedDirectly(settings.endpoint()));
  }

  /** The same with every request through the SDK, as for AWS's own endpoints and behind a proxy. */
  public static S3ObjectStore openThroughSdk(StorageSettings settings) {
    return open(settings, false);
  }

  private static S3ObjectStore open(StorageSettings settings, boolean direct) {
    ScheduledExecutorService timers = Clients.timers();
    return new S3ObjectStore(settings, Clients.open(settings, timers), timers, direct);
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
    return calls.retried(operation, () -> reads.read(operation, prefix + key, known));
  }

  @Override
  public ObjectBody open(String key) {
    Operation operation = Operation.reading("GET", key);
    return calls.retried(operation, () -> reads.open(operation, prefix + key, null));
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    Operation operation = Operation.reading("GET", key);
    Reads.Range range = new Reads.Range(offset, length);
    return calls.retried(operation, () -> reads.open(operation, prefix + key, range));
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
                        new ETag(Failures.unquoted(Objects.requireNonNullElse(o.eTag(), ""))),
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
    return new PutResult.Written(failures.eTag(operation, eTag));
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
    reads.close();
    s3.close();
    timers.shutdownNow();
  }

  /** For messages: where the store is, without its keys. */
  @Override
  public String toString() {
    return settings.toString();
  }

  private String relative(String key) {
    return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
  }
}
