package io.fleetman.store;

import io.fleetman.codec.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store as the contract wants it, in memory, for tests of decisions. It is strict where real
 * stores are not: it refuses keys that some store cannot hold. Like real ones it tells times in
 * whole seconds, and equal bytes have equal ETags.
 */
public final class InMemoryObjectStore implements ObjectStore {
  private final InMemoryBucket bucket;
  private final String prefix;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int pageSize = 1000;

  private InMemoryObjectStore(InMemoryBucket bucket, String prefix) {
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /** Empty, with the system's clock as the store's. */
  public InMemoryObjectStore() {
    this(InstantSource.system());
  }

  /** Empty, with this clock as the store's. */
  public InMemoryObjectStore(InstantSource clock) {
    this(new InMemoryBucket(clock), "");
  }

  /** The same bucket, seen from another prefix, which is empty or has no slash at its ends. */
  public InMemoryObjectStore withPrefix(String other) {
    return new InMemoryObjectStore(bucket, other.isEmpty() ? "" : other + "/");
  }

  /** Makes listings come in pages of this many keys and folders. */
  public InMemoryObjectStore pageSize(int size) {
    this.pageSize = size;
    return this;
  }

  /** Every request since the start or {@link #forgetRequests}, in order. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests of these kinds there were; of every kind if none is given. */
  public long count(Request.Kind... kinds) {
    return requests().stream()
        .filter(r -> kinds.length == 0 || Arrays.asList(kinds).contains(r.kind()))
        .count();
  }

  /** Begins to count afresh. */
  public void forgetRequests() {
    requests.clear();
  }

  /** All keys, without a request being counted. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    bucket.from(prefix, null, e -> keys.add(e.getKey().substring(prefix.length())));
    return List.copyOf(keys);
  }

  /** An object as text, without a request being counted. */
  public @Nullable String text(String key) {
    InMemoryBucket.Held held = bucket.get(prefix + key);
    return held == null ? null : new String(held.body(), StandardCharsets.UTF_8);
  }

  /** Puts a text as an outsider would, without a request being counted. */
  public void plant(String key, String text) {
    plant(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts bytes as an outsider would, without a request being counted. */
  public void plant(String key, byte[] body) {
    bucket.change(full(key), _ -> held(body.clone()));
  }

  @Override
  public GetResult get(String key) {
    note(Request.Kind.GET, key);
    return peek(key);
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    note(Request.Kind.CONDITIONAL_GET, key);
    GetResult result = peek(key);
    return result instanceof GetResult.Found f && f.etag().equals(known)
        ? new GetResult.Unchanged(f.storeNow())
        : result;
  }

  @Override
  public ObjectBody open(String key) {
    note(Request.Kind.OPEN, key);
    InMemoryBucket.Held held = existing("GET", key);
    return new ObjectBody(new ByteArrayInputStream(held.body()), held.body().length, held.etag());
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    note(Request.Kind.OPEN, key);
    InMemoryBucket.Held held = existing("GET", key);
    int from = Math.toIntExact(offset);
    int count = (int) Math.min(length, held.body().length - offset);
    return new ObjectBody(new ByteArrayInputStream(held.body(), from, count), count, held.etag());
  }

  @Override
  public ListPage list(
      String keyPrefix, @Nullable String delimiter, @Nullable String continuation) {
    note(Request.Kind.LIST, keyPrefix);
    Page page = new Page(keyPrefix, delimiter, continuation);
    String after = continuation == null ? null : prefix + continuation;
    bucket.from(prefix + keyPrefix, after, page::goesOn);
    return new ListPage(page.objects, page.folders, page.next, bucket.now());
  }

  private final class Page {
    private final String keyPrefix;
    private final @Nullable String delimiter;
    private final @Nullable String continuation;
    private final List<ListPage.Entry> objects = new ArrayList<>(256);
    private final List<String> folders = new ArrayList<>();
    private @Nullable String last;
    private @Nullable String next;

    Page(String keyPrefix, @Nullable String delimiter, @Nullable String continuation) {
      this.keyPrefix = keyPrefix;
      this.delimiter = delimiter;
      this.continuation = continuation;
      this.last = continuation;
    }

    boolean goesOn(Map.Entry<String, InMemoryBucket.Held> entry) {
      String key = entry.getKey().substring(prefix.length());
      String folder = folder(key, keyPrefix, delimiter);
      if (folder != null && continuation != null && continuation.startsWith(folder)) {
        return true; // the page before ended in this folder
      }
      if (folder != null && !folders.isEmpty() && folders.getLast().equals(folder)) {
        last = key;
        return true;
      }
      if (objects.size() + folders.size() == pageSize) {
        next = last == null ? key : last;
        return false;
      }
      if (folder == null) {
        InMemoryBucket.Held held = entry.getValue();
        objects.add(new ListPage.Entry(key, held.body().length, held.etag(), held.lastModified()));
      } else {
        folders.add(folder);
      }
      last = key;
      return true;
    }
  }

  private static @Nullable String folder(String key, String keyPrefix, @Nullable String delimiter) {
    int at = delimiter == null ? -1 : key.indexOf(delimiter, keyPrefix.length());
    return at < 0 || delimiter == null ? null : key.substring(0, at + delimiter.length());
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    note(Request.Kind.PUT, key);
    InMemoryBucket.Held fresh = held(body.clone());
    boolean written =
        bucket.change(
            full(key),
            before ->
                switch (precondition) {
                  case Precondition.None _ -> fresh;
                  case Precondition.Absent _ -> before == null ? fresh : null;
                  case Precondition.Matches m ->
                      before != null && before.etag().equals(m.etag()) ? fresh : null;
                });
    return written ? new PutResult.Written(fresh.etag()) : new PutResult.Refused();
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    note(Request.Kind.PUT_FILE, key);
    try {
      byte[] body = Files.readAllBytes(file);
      bucket.change(full(key), _ -> held(body));
      progress.sent(body.length);
    } catch (IOException e) {
      throw new StoreException.Rejected("PUT " + key + ": cannot read " + file, e);
    }
  }

  @Override
  public void copy(String source, String target) {
    note(Request.Kind.COPY, target);
    InMemoryBucket.Held held = existing("COPY", source);
    bucket.change(full(target), _ -> held(held.body()));
  }

  @Override
  public void delete(String key) {
    note(Request.Kind.DELETE, key);
    bucket.remove(full(key));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    int i = 0;
    for (String key : keys) {
      if (i++ % 1000 == 0) {
        note(Request.Kind.DELETE_MANY, key);
      }
      bucket.remove(full(key));
    }
  }

  @Override
  public void close() {
    // nothing is held open; the objects stay, as they do in a bucket
  }

  private void note(Request.Kind kind, String key) {
    requests.add(new Request(kind, key));
  }

  private InMemoryBucket.Held held(byte[] body) {
    return new InMemoryBucket.Held(body, new ETag(Sha256.of(body).substring(0, 32)), bucket.now());
  }

  GetResult peek(String key) {
    InMemoryBucket.Held held = bucket.get(full(key));
    return held == null
        ? new GetResult.Absent()
        : new GetResult.Found(held.body().clone(), held.etag(), held.lastModified(), bucket.now());
  }

  private InMemoryBucket.Held existing(String operation, String key) {
    InMemoryBucket.Held held = bucket.get(full(key));
    if (held == null) {
      throw new StoreException.NotFound(operation + " " + key + ": there is no such object", null);
    }
    return held;
  }

  private String full(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.getBytes(StandardCharsets.UTF_8).length > 200) {
        throw new StoreException.Rejected(
            "key '" + key + "' has a segment that not every store can hold: '" + segment + "'",
            null);
      }
    }
    return prefix + key;
  }
}
