package io.fleetman.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails on purpose: as scripted, or at random from a seed. A test that wants a store
 * which is wrong in a way of its own overrides a method.
 */
public class FaultyObjectStore implements ObjectStore {
  /**
   * What goes wrong with a request, and what a caller of the port sees of it. A fault that does not
   * fit a request (a 412 to a read) leaves it alone.
   */
  public enum Fault {
    /**
     * It never reaches the store: {@code Unavailable}. The caller of a write cannot know that it
     * was not done, and reads back.
     */
    UNREACHABLE,
    /** It is done, and the answer is lost. For a read the same as {@link #UNREACHABLE}. */
    ANSWER_LOST,
    /**
     * It times out, and a write is done only at {@link FaultyObjectStore#landLateWrites}: it may
     * come after its successor, which is why every write of a document is conditional (invariant
     * 6).
     */
    LANDS_LATE,
    /** No answer within the client's limit, which passes first; a write is not done. */
    HUNG,
    /** 403: {@code AccessDenied}, which never means that an object is absent. */
    DENIED,
    /** The store answers that there is no such bucket: {@code NotFound}, for documents too. */
    NO_BUCKET,
    /** To a read: the store says, wrongly, that there is no such object. */
    NOT_FOUND,
    /** 409 to a write: another one is under way. {@code Unavailable}, and certainly not done. */
    CONFLICT,
    /** 412 to a conditional put whose condition holds, which is not done: settled by reading. */
    REFUSED,
    /** 412 to a conditional put that was done, as when it was sent twice on its way. */
    DONE_BUT_REFUSED,
    /** 500: {@code Unavailable}, and a write may have been done for all the caller knows. */
    SERVER_ERROR,
    /** 503: {@code Unavailable}, and certainly not done. */
    SLOW_DOWN,
    /** A read answers with what stood there before the last write through this wrapper. */
    STALE,
    /** A listing answers as it did when the same was last listed through this wrapper. */
    STALE_LIST,
    /** An opened body ends half way: reading it throws {@code Unavailable}. */
    CUT,
    /** An opened body goes on after its end; whoever reads it stops at the size that it knows. */
    ENDLESS;

    boolean fits(Request request) {
      boolean read =
          request.kind() == Request.Kind.GET || request.kind() == Request.Kind.CONDITIONAL_GET;
      return switch (this) {
        case UNREACHABLE, ANSWER_LOST, LANDS_LATE, HUNG, DENIED, SERVER_ERROR, SLOW_DOWN -> true;
        case NO_BUCKET -> true;
        case NOT_FOUND -> read || request.kind() == Request.Kind.OPEN;
        case CONFLICT -> request.kind().writes();
        case REFUSED, DONE_BUT_REFUSED -> request.kind() == Request.Kind.PUT;
        case STALE -> read;
        case STALE_LIST -> request.kind() == Request.Kind.LIST;
        case CUT, ENDLESS -> request.kind() == Request.Kind.OPEN;
      };
    }
  }

  private record Rule(Predicate<Request> when, Fault fault, boolean once) {}

  /** After which a client of the port gives up on a request that hangs. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ObjectStore inner;
  private final List<Rule> rules = new ArrayList<>();
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final Map<String, GetResult> before = new HashMap<>();
  private final Map<List<@Nullable String>, ListPage> listed = new HashMap<>();
  private Consumer<Duration> hanging = _ -> {};
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

  /** What to do while a request hangs, such as to move a clock on. */
  public synchronized FaultyObjectStore whileHanging(Consumer<Duration> wait) {
    this.hanging = wait;
    return this;
  }

  /** No more faults; late writes are still on their way. */
  public synchronized void heal() {
    rules.clear();
    random = null;
  }

  /** Lets the writes arrive that timed out, each under the condition it was sent with. */
  public void landLateWrites() {
    while (landOneLateWrite()) {
      // the next one
    }
  }

  /** Lets the first of them arrive; false if there is none. */
  public boolean landOneLateWrite() {
    Runnable first;
    synchronized (this) {
      first = late.poll();
    }
    if (first != null) {
      first.run();
    }
    return first != null;
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
    return run(request, () -> inner.get(key), fault -> untrue(fault, key));
  }

  @Override
  public GetResult getIfChanged(String key, ETag known) {
    Request request = new Request(Request.Kind.CONDITIONAL_GET, key);
    return run(request, () -> inner.getIfChanged(key, known), fault -> untrue(fault, key));
  }

  @Override
  public ObjectBody open(String key) {
    return open(key, () -> inner.open(key));
  }

  @Override
  public ObjectBody open(String key, long offset, long length) {
    return open(key, () -> inner.open(key, offset, length));
  }

  private ObjectBody open(String key, Supplier<ObjectBody> open) {
    Request request = new Request(Request.Kind.OPEN, key);
    return run(
        request,
        open,
        fault ->
            switch (fault) {
              case CUT -> FaultyBodies.cut(key, open.get());
              case ENDLESS -> FaultyBodies.endless(open.get());
              default -> throw new StoreException.NotFound(named(request) + "no such key", null);
            });
  }

  @Override
  public ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation) {
    List<@Nullable String> asked = Arrays.asList(prefix, delimiter, continuation);
    Supplier<ListPage> list =
        () -> {
          ListPage page = inner.list(prefix, delimiter, continuation);
          synchronized (this) {
            listed.put(asked, page);
          }
          return page;
        };
    return run(
        new Request(Request.Kind.LIST, prefix),
        list,
        _ -> {
          ListPage old;
          synchronized (this) {
            old = listed.get(asked);
          }
          return old == null ? list.get() : old;
        });
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    Supplier<PutResult> put =
        () -> {
          remember(key);
          return inner.put(key, body, precondition);
        };
    return run(
        new Request(Request.Kind.PUT, key),
        put,
        fault -> {
          if (precondition instanceof Precondition.None) {
            return put.get(); // nobody answers 412 to that
          }
          if (fault == Fault.DONE_BUT_REFUSED) {
            var _ = put.get();
          }
          return new PutResult.Refused();
        });
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
    run(request, supplier, _ -> supplier.get());
  }

  private <T> T run(Request request, Supplier<T> honest, Function<Fault, T> untrue) {
    Fault fault = fault(request);
    if (fault == null) {
      return honest.get();
    }
    return switch (fault) {
      case UNREACHABLE -> throw unavailable(request, "no answer", true);
      case ANSWER_LOST -> {
        var _ = honest.get();
        throw unavailable(request, "no answer", true);
      }
      case LANDS_LATE -> {
        if (request.kind().writes()) {
          synchronized (this) {
            late.add(() -> landed(honest));
          }
        }
        throw unavailable(request, "no answer", true);
      }
      case HUNG -> {
        hanging.accept(LIMIT);
        throw unavailable(request, "no answer within the time limit", true);
      }
      case DENIED -> throw new StoreException.AccessDenied(named(request) + "403", null);
      case NO_BUCKET -> throw new StoreException.NotFound(named(request) + "no bucket", null);
      case CONFLICT -> throw unavailable(request, "another write is under way (409)", false);
      case SERVER_ERROR -> throw unavailable(request, "the store failed (500)", true);
      case SLOW_DOWN -> throw unavailable(request, "the store failed (503 SlowDown)", false);
      case NOT_FOUND, REFUSED, DONE_BUT_REFUSED, STALE, STALE_LIST, CUT, ENDLESS ->
          untrue.apply(fault);
    };
  }

  // Nobody hears what becomes of it: a copy, say, whose source is gone by then.
  private static <T> void landed(Supplier<T> write) {
    try {
      var _ = write.get();
    } catch (StoreException e) {
      return;
    }
  }

  private synchronized @Nullable Fault fault(Request request) {
    for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
      Rule rule = all.next();
      if (rule.when().test(request)) {
        if (rule.once()) {
          all.remove();
        }
        return rule.fault().fits(request) ? rule.fault() : null;
      }
    }
    if (random == null || faults.length == 0 || random.nextDouble() >= rate) {
      return null;
    }
    Fault chosen = faults[random.nextInt(faults.length)];
    return chosen.fits(request) ? chosen : null;
  }

  private synchronized void remember(String key) {
    // not a request of the caller's, so it is not to be counted as one
    before.put(key, inner instanceof InMemoryObjectStore m ? m.peek(key) : inner.get(key));
  }

  private synchronized GetResult untrue(Fault fault, String key) {
    GetResult old = before.get(key);
    return fault == Fault.NOT_FOUND ? new GetResult.Absent() : old == null ? inner.get(key) : old;
  }

  private static StoreException unavailable(Request request, String why, boolean unknown) {
    return new StoreException.Unavailable(
        named(request) + why, unknown && request.kind().writes(), null);
  }

  private static String named(Request request) {
    return request.kind() + " " + request.key() + ": ";
  }
}
