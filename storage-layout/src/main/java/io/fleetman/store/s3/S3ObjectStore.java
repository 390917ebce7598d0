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
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An S3-compatible store over HTTP. Thread-safe. */
public final class S3ObjectStore implements ObjectStore {
  private final StorageSettings settings;
  private final ScheduledExecutorService timers;
  private final SdkClient sdk;
  private final Failures failures;
  private final Calls calls;
  private final BulkDelete bulkDelete;
  private final Transfers transfers;
  private final Requests requests;
  private final String bucket;
  private final String prefix;

  private S3ObjectStore(StorageSettings settings, ScheduledExecutorService timers, boolean direct) {
    this.settings = settings;
    this.timers = timers;
    this.sdk = new SdkClient(settings, timers);
    this.bucket = settings.bucket();
    this.prefix = settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    this.failures = new Failures(settings);
    this.calls = new Calls(failures, settings.retries());
    this.bulkDelete = new BulkDelete(sdk, calls, failures, bucket, prefix);
    URI endpoint = settings.endpoint();
    if (endpoint != null && direct) {
      Wire wire = new Wire(settings, endpoint, timers);
      this.requests = new DirectRequests(wire, failures, settings.requestTimeout(), timers);
      this.transfers = new Transfers(sdk, calls, bucket, new DirectCopies(wire, failures));
    } else {
      this.requests = new SdkRequests(sdk, bucket, failures, settings.requestTimeout(), timers);
      this.transfers = new Transfers(sdk, calls, bucket, null);
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
    return new S3ObjectStore(settings, timers, direct);
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
    return calls.retried(operation, () -> requests.read(operation, prefix + key, known));
  }

  @Override
  public ObjectBody open(String key) {
    Operation operation = Operation.reading("GET", key);
    return calls.retried(operation, () -> requests.open(operation, prefix + key, null));
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    Operation operation = Operation.reading("GET", key);
    Requests.Range range = new Requests.Range(offset, length);
    return calls.retried(operation, () -> requests.open(operation, prefix + key, range));
  }

  @Override
  public ListPage list(
      String keyPrefix, @Nullable String delimiter, @Nullable String continuation) {
    Operation operation = Operation.reading("LIST", keyPrefix);
    ListPage page =
        calls.retried(
            operation, () -> requests.list(operation, prefix + keyPrefix, delimiter, continuation));
    if (continuation != null && continuation.equals(page.next())) {
      // Whoever reads to the last page would never end.
      throw failures.noEnd(operation);
    }
    return new ListPage(
        page.objects().stream()
            .map(o -> new ListPage.Entry(relative(o.key()), o.size(), o.etag(), o.lastModified()))
            .toList(),
        page.folders().stream().map(this::relative).toList(),
        page.next(),
        page.storeNow());
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    Operation operation = Operation.writing("PUT", key);
    Supplier<PutResult> request = () -> requests.put(operation, prefix + key, body, precondition);
    return precondition instanceof Precondition.None
        ? calls.retried(operation, request)
        : calls.once(operation, request);
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
    requests.close();
    sdk.close();
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
