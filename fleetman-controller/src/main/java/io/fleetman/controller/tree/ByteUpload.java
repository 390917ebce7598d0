package io.fleetman.controller.tree;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Retry;
import io.fleetman.document.TreeEntry;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.Semaphore;

/**
 * Puts files' bytes under fresh keys. What is put is the very bytes that were hashed (invariant 1):
 * small files are held in memory, large ones are copied aside first, because a file may change
 * while it is being sent, unless this program made it.
 */
public final class ByteUpload {
  private static final int IN_MEMORY = 1024 * 1024;

  private final ObjectStore store;
  private final UploadListener listener;
  private final Semaphore aside = new Semaphore(3);

  /** To this store. */
  public ByteUpload(ObjectStore store, UploadListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /**
   * Puts a file.
   *
   * @param expected what was hashed
   * @param key fresh
   * @throws Refusal.Conflict if the file is no longer what was hashed; nothing refers to the key
   *     then
   */
  public void put(LocalFile file, TreeEntry expected, String key) {
    try {
      if (file.ours() && expected.size() > IN_MEMORY) {
        store.putFile(key, file.file(), listener::sent);
      } else if (expected.size() <= IN_MEMORY) {
        fromMemory(file, expected, key);
      } else {
        aside.acquireUninterruptibly();
        try {
          fromCopy(file, expected, key);
        } finally {
          aside.release();
        }
      }
    } catch (IOException e) {
      throw new Refusal.Invalid(file.file() + " cannot be read: " + e.getMessage());
    }
    listener.done(file.path());
  }

  private void fromMemory(LocalFile file, TreeEntry expected, String key) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file.file())) {
      bytes = in.readNBytes(IN_MEMORY + 1);
    }
    same(file, expected, Sha256.of(bytes));
    Retry.idempotent(
        () -> {
          var _ = store.put(key, bytes, Precondition.NONE);
        });
    listener.sent(bytes.length);
  }

  private void fromCopy(LocalFile file, TreeEntry expected, String key) throws IOException {
    Path copy = Temporary.file(".bytes");
    try {
      MessageDigest digest = Sha256.digest();
      try (InputStream in = Files.newInputStream(file.file());
          OutputStream out = Temporary.write(copy)) {
        byte[] buffer = new byte[256 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
          out.write(buffer, 0, n);
        }
      }
      same(file, expected, Sha256.hex(digest.digest()));
      store.putFile(key, copy, listener::sent);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static void same(LocalFile file, TreeEntry expected, String sha256) {
    if (!sha256.equals(expected.sha256())) {
      throw new Refusal.Conflict(
          "'"
              + file.path()
              + "' changed while it was being uploaded: let it settle, then try again");
    }
  }
}
