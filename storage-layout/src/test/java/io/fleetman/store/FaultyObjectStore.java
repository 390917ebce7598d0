package io.fleetman.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails on purpose: as scripted, or at random from a seed. A test that wants a store
 * which is wrong in a way of its own overrides a method.
 */
public class FaultyObjectStore implements ObjectStore {
  /** What goes wrong with a request. */
  public enum Fault {
    /** It never reaches the store. The caller cannot know that. */
    UNREACHABLE,
    /** It is done, and the answer is lost. For a read the same as {@link #UNREACHABLE}. */
    ANSWER_LOST,
    /** It times out, and a write is done only at {@link FaultyObjectStore#landLateWrites}. */
    LANDS_LATE,
    /** The store answers 403. */
    DENIED,
    /** The store answers that there is no such bucket. */
    NO_BUCKET,
    /** A read answers with what stood there before the last write through this wrapper. */
    STALE,
    /** An opened body ends half way. */
    CUT
  }

  private record Rule(Predicate<Request> when, Fault fault, boolean once) {}

  private final ObjectStore inner;
  private final List<Rule> rules = new ArrayList<>();
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final Map<String, GetResult> before = new HashMap<>();
  private @Nullable Random random;
  private double rate;
  private Fault[] faults = {};

  /** Answers as {@code inner} does until told otherwise. */
  public FaultyObjectStore(ObjectStore inner) {
    this.inner = inner;
  }

  /** The next request that matches fails so; several queue up. */
  public synchronized FaultyObjectStore next(Predicate<Request> when, Fault fault) {
    rules.add(new Rule(when, fault, true));
    return this;
  }

  /** Every request that matches fails so, until {@link #heal}. */
  public synchronized FaultyObjectStore always(Predicate<Request> when, Fault fault) {
    rules.add(new Rule(when, fault, false));
    return this;
  }

  /** Any request fails with this probability, in one of these ways. */
  public synchronized FaultyObjectStore randomly(long seed, double probability, Fault... ways) {
    this.random = new Random(seed);
    this.rate = probability;
    this.faults = ways.clone();
    return this;
  }

  /** No more faults; late writes are still on their way. */
  public synchronized void heal() {
    rules.clear();
    random = null;
  }

  /** Lets the writes arrive that timed out, each under the condition it was sent with. */
  public synchronized void landLateWrites() {
    while (!late.isEmpty()) {
      late.poll().run();
    }
  }

  /** Requests for keys that end so. */
  public static Predicate<Request> keyEnding(String end) {
    return r -> r.key().endsWith(end);
  }

  /** Requests of this kind. */
  public static Predicate<Request> kind(Request.Kind kind) {
    return r -> r.kind() == kind;
  }

  @Override
  public GetResult get(String key) {
    Request request = new Request(Request.Kind.GET, key);
    return run(request, () -> inner.get(key), () -> stale(key));
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    Request request = new Request(Request.Kind.CONDITIONAL_GET, key);
    return run(request, () -> inner.getIfChanged(key, known), () -> stale(key));
  }

  @Override
  public ObjectBody open(String key) {
    Request request = new Request(Request.Kind.OPEN, key);
    return run(request, () -> inner.open(key), () -> cut(key, inner.open(key)));
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    Supplier<ListPage> list = () -> inner.list(prefix, delimiter, continuation);
    return run(new Request(Request.Kind.LIST, prefix), list, list);
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    Supplier<PutResult> put =
        () -> {
          remember(key);
          return inner.put(key, body, precondition);
        };
    return run(new Request(Request.Kind.PUT, key), put, put);
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    effect(new Request(Request.Kind.PUT_FILE, key), () -> inner.putFile(key, file, progress));
  }

  @Override
  public void copy(String source, String target) {
    effect(new Request(Request.Kind.COPY, target), () -> inner.copy(source, target));
  }

  @Override
  public void delete(String key) {
    effect(new Request(Request.Kind.DELETE, key), () -> inner.delete(key));
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    String first = keys.isEmpty() ? "" : keys.iterator().next();
    List<String> copy = List.copyOf(keys);
    effect(new Request(Request.Kind.DELETE_MANY, first), () -> inner.deleteAll(copy));
  }

  @Override
  public void close() {
    inner.close();
  }

  private void effect(Request request, Runnable effect) {
    Supplier<Boolean> supplier =
        () -> {
          effect.run();
          return true;
        };
    run(request, supplier, supplier);
  }

  private <T> T run(Request request, Supplier<T> honest, Supplier<T> twisted) {
    Fault fault = fault(request);
    if (fault == null) {
      return honest.get();
    }
    return switch (fault) {
      case UNREACHABLE -> throw noAnswer(request);
      case ANSWER_LOST -> {
        var _ = honest.get();
        throw noAnswer(request);
      }
      case LANDS_LATE -> {
        if (request.kind().writes()) {
          synchronized (this) {
            late.add(
                () -> {
                  var _ = honest.get();
                });
          }
        }
        throw noAnswer(request);
      }
      case DENIED -> throw new StoreException.AccessDenied(named(request) + "403", null);
      case NO_BUCKET -> throw new StoreException.NotFound(named(request) + "no bucket", null);
      case STALE, CUT -> twisted.get();
    };
  }

  private synchronized @Nullable Fault fault(Request request) {
    for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
      Rule rule = all.next();
      if (rule.when().test(request)) {
        if (rule.once()) {
          all.remove();
        }
        return rule.fault();
      }
    }
    return random != null && faults.length > 0 && random.nextDouble() < rate
        ? faults[random.nextInt(faults.length)]
        : null;
  }

  private synchronized void remember(String key) {
    // not a request of the caller's, so it is not to be counted as one
    before.put(key, inner instanceof InMemoryObjectStore m ? m.peek(key) : inner.get(key));
  }

  private synchronized GetResult stale(String key) {
    GetResult old = before.get(key);
    return old == null ? inner.get(key) : old;
  }

  private static ObjectBody cut(String key, ObjectBody whole) {
    InputStream half =
        new FilterInputStream(whole.stream()) {
          private long left = whole.length() / 2;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
              throw new StoreException.Unavailable(
                  "GET " + key + ": the body was cut", false, null);
            }
            int n = super.read(into, offset, (int) Math.min(left, length));
            left -= Math.max(n, 0);
            return n;
          }
        };
    return new ObjectBody(half, whole.length(), whole.etag());
  }

  private static StoreException noAnswer(Request request) {
    return new StoreException.Unavailable(
        named(request) + "no answer", request.kind().writes(), null);
  }

  private static String named(Request request) {
    return request.kind() + " " + request.key() + ": ";
  }
}
