package io.fleetman.agent.fetch;

import io.fleetman.agent.process.Pause;
import io.fleetman.codec.Sha256;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * Reads exactly the keys it is told and nothing else (invariant 5): small files by one GET each,
 * large ones in parts side by side. Every byte goes through the hash; a file whose size or hash
 * differs is deleted and named.
 */
public final class Fetcher {
  private static final long PART = 16L << 20;
  private static final int ATTEMPTS = 3;
  private static final int ATTEMPTS_IF_ABSENT = 6;
  private static final int ATTEMPTS_IF_DIFFERENT = 2;
  private static final Duration BETWEEN = Duration.ofMillis(300);
  private static final Duration FIRST_IF_ABSENT = Duration.ofSeconds(1); // half a minute in all
  private static final int BUFFER = 64 * 1024;

  private final ObjectReader store;
  private final Fanout fanout;
  private final long part;
  private final Pause pause;

  /** One attempt at an item, or at a part of it. */
  private interface Attempt {
    void run() throws FetchException;
  }

  /** Bytes that are not those that were published, or that something on the way made others of. */
  private static final class DifferentException extends FetchException {
    private static final long serialVersionUID = 1L;

    DifferentException(FetchException named) {
      super(String.valueOf(named.getMessage()), named.mayRetry());
    }
  }

  /** Reads from {@code store}, within the bound of {@code fanout}. */
  public Fetcher(ObjectReader store, Fanout fanout) {
    this(store, fanout, PART, Pause.SYSTEM);
  }

  /** The same with parts of so many bytes; what is smaller than two of them is got in one piece. */
  Fetcher(ObjectReader store, Fanout fanout, long part, Pause pause) {
    this.pause = pause;
    this.store = store;
    this.fanout = fanout;
    this.part = part;
  }

  /**
   * Gets all of them.
   *
   * @param fetched hears of every one that is there and verified, on the thread that did so
   * @throws FetchException naming the first that failed; the others may be there or not
   * @throws InterruptedException if interrupted; nothing is being written any more
   */
  public void fetch(List<Item> items, Runnable fetched)
      throws FetchException, InterruptedException {
    List<Callable<Void>> gets = new ArrayList<>();
    List<Callable<Void>> checks = new ArrayList<>();
    for (Item item : items) {
      if (item.size() < 2 * part) {
        gets.add(() -> tried(item, () -> whole(item, fetched)));
        continue;
      }
      begin(item);
      for (long offset = 0; offset < item.size(); offset += part) {
        long from = offset;
        gets.add(() -> tried(item, () -> part(item, from)));
      }
      checks.add(() -> check(item, fetched));
    }
    all(gets);
    all(checks);
  }

  private void all(List<Callable<Void>> tasks) throws FetchException, InterruptedException {
    try {
      fanout.run(tasks);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case FetchException f -> throw f;
        case InterruptedException i -> throw i;
        case RuntimeException r -> throw r;
        case Error fault -> throw fault;
        case null, default ->
            throw new FetchException("a file could not be fetched: " + e.getMessage(), false);
      }
    }
  }

  private Void tried(Item item, Attempt once) throws FetchException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        once.run();
        return null;
      } catch (StoreException.NotFound e) {
        // A mark that was read names these bytes, so that a 404 may be a fault of the store's too.
        if (attempt == ATTEMPTS_IF_ABSENT) {
          throw new FetchException(
              "the store has no bytes for '"
                  + item.name()
                  + "' under "
                  + item.key()
                  + ", asked "
                  + attempt
                  + " times: publish this version again under another name",
              false);
        }
        pause.sleep(FIRST_IF_ABSENT.multipliedBy(1L << (attempt - 1)));
      } catch (StoreException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!e.isTransient() || attempt == ATTEMPTS) {
          throw new FetchException(
              "'" + item.name() + "' could not be fetched: " + e.getMessage(), true);
        }
        pause.sleep(BETWEEN.multipliedBy(attempt));
      } catch (DifferentException e) {
        // What is under a key never changes: what differs twice is not what was published.
        if (attempt >= ATTEMPTS_IF_DIFFERENT) {
          throw e;
        }
        pause.sleep(BETWEEN.multipliedBy(attempt));
      }
    }
  }

  private void whole(Item item, Runnable fetched) throws FetchException {
    MessageDigest digest = Sha256.digest();
    long size;
    try (ObjectBody body = store.open(item.key())) {
      size = copy(body.stream(), digest, item);
    } catch (IOException e) {
      throw unwritten(item, e);
    }
    try {
      if (size != item.size()) {
        throw wrong(
            item,
            (size > item.size() ? "more than " : size + " instead of ") + item.size() + " bytes");
      }
      compare(item, digest);
    } catch (FetchException e) {
      throw new DifferentException(e);
    }
    fetched.run();
  }

  private static void compare(Item item, MessageDigest digest) throws FetchException {
    String sha256 = Sha256.hex(digest.digest());
    if (!sha256.equals(item.sha256())) {
      throw wrong(item, "sha256 " + sha256 + " instead of " + item.sha256());
    }
  }

  private static long copy(InputStream in, MessageDigest digest, Item item) throws IOException {
    long size = 0;
    byte[] buffer = new byte[Math.clamp(item.size() + 1, 1024, BUFFER)];
    try (OutputStream out =
        Files.newOutputStream(
            item.target(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int n = read(in, buffer); n >= 0 && size <= item.size(); n = read(in, buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        size += n;
      }
    }
    return size;
  }

  private static void begin(Item item) throws FetchException {
    try {
      Files.write(item.target(), new byte[0]);
    } catch (IOException e) {
      throw unwritten(item, e);
    }
  }

  private void part(Item item, long offset) throws FetchException {
    long length = Math.min(part, item.size() - offset);
    try (ObjectBody body = store.open(item.key(), offset, length);
        FileChannel out = FileChannel.open(item.target(), StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      InputStream in = body.stream();
      long at = offset;
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        if (at + n > offset + length) {
          throw wrong(item, "more bytes than a part of it was asked for");
        }
        for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, n); rest.hasRemaining(); ) {
          at += out.write(rest, at);
        }
      }
      if (at != offset + length) {
        throw wrong(item, "fewer than " + item.size() + " bytes");
      }
    } catch (IOException e) {
      throw unwritten(item, e);
    }
  }

  // Parts come in any order, and a hash wants one: so it reads what the system still has in memory.
  private static Void check(Item item, Runnable fetched) throws FetchException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(item.target())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw unwritten(item, e);
    }
    compare(item, digest);
    fetched.run();
    return null;
  }

  // A broken connection and a full disk are both IOExceptions; only the first may be tried again.
  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new StoreException.Unavailable("the transfer broke off: " + e.getMessage(), false, e);
    }
  }

  private static FetchException unwritten(Item item, IOException e) {
    return new FetchException(
        "'" + item.name() + "' could not be written: " + Causes.sentence(e), false);
  }

  private static FetchException wrong(Item item, String difference) throws FetchException {
    try {
      Files.deleteIfExists(item.target());
    } catch (IOException e) {
      throw new FetchException(
          "'" + item.name() + "' has " + difference + ", and stays as " + item.target(), false);
    }
    return new FetchException(
        "'"
            + item.name()
            + "' is not what was published: the store has "
            + difference
            + "; nothing was activated",
        false);
  }
}
