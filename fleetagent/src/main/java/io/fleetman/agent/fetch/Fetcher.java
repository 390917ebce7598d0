package io.fleetman.agent.fetch;

import io.fleetman.codec.Sha256;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * Reads exactly the keys it is told, one GET each, and nothing else (invariant 5). Bytes go through
 * the hash on their way to the disk; a file whose size or hash differs is deleted and named.
 */
public final class Fetcher {
  private static final int ATTEMPTS = 3;
  private static final long PAUSE_MILLIS = 300;

  private final ObjectReader store;
  private final Fanout fanout;

  /** Reads from {@code store}, within the bound of {@code fanout}. */
  public Fetcher(ObjectReader store, Fanout fanout) {
    this.store = store;
    this.fanout = fanout;
  }

  /**
   * Gets all of them.
   *
   * @param fetched hears of every one that is there and verified, on the thread that fetched it
   * @throws FetchException naming the first that failed; the others may be there or not
   * @throws InterruptedException if interrupted; nothing is being written any more
   */
  public void fetch(List<Item> items, Runnable fetched)
      throws FetchException, InterruptedException {
    try {
      fanout.run(items.stream().map(item -> (Callable<Void>) () -> fetch(item, fetched)).toList());
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

  private Void fetch(Item item, Runnable fetched) throws FetchException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        fetchOnce(item);
        fetched.run();
        return null;
      } catch (StoreException.NotFound e) {
        throw new FetchException(
            "the store has no bytes for '"
                + item.name()
                + "' under "
                + item.key()
                + ": publish this version again under another name",
            false);
      } catch (StoreException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!e.isTransient() || attempt == ATTEMPTS) {
          throw new FetchException(
              "'" + item.name() + "' could not be fetched: " + e.getMessage(), true);
        }
        Thread.sleep(PAUSE_MILLIS * attempt);
      }
    }
  }

  private void fetchOnce(Item item) throws FetchException {
    MessageDigest digest = Sha256.digest();
    long size;
    try (ObjectBody body = store.open(item.key())) {
      size = copy(body.stream(), digest, item);
    } catch (IOException e) {
      throw new FetchException(
          "'" + item.name() + "' could not be written: " + Causes.sentence(e), false);
    }
    String sha256 = Sha256.hex(digest.digest());
    if (size != item.size()) {
      throw wrong(
          item,
          (size > item.size() ? "more than " : size + " instead of ") + item.size() + " bytes");
    }
    if (!sha256.equals(item.sha256())) {
      throw wrong(item, "sha256 " + sha256 + " instead of " + item.sha256());
    }
  }

  private static long copy(InputStream in, MessageDigest digest, Item item) throws IOException {
    long size = 0;
    byte[] buffer = new byte[Math.clamp(item.size() + 1, 1024, 64 * 1024)];
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

  // A broken connection and a full disk are both IOExceptions; only the first may be tried again.
  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new StoreException.Unavailable("the transfer broke off: " + e.getMessage(), false, e);
    }
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
