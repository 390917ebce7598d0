package io.fleetman.controller.deployment;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.ArchiveWriter;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.StoreException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;

/** A deployment's files on their way out, streamed: memory does not grow with their size. */
public final class Download {
  private final OpenFleet fleet;

  /** Of this fleet. */
  public Download(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /**
   * One file, as it is.
   *
   * @throws Refusal.NotFound if it has no such file
   * @throws StoreException if the bytes are not those that were uploaded, after they were written
   */
  public void file(DeploymentDocument deployment, RelativePath path, OutputStream to)
      throws IOException {
    TreeEntry entry = deployment.files().get(path);
    if (entry == null || entry.key() == null) {
      throw new Refusal.NotFound(
          "'"
              + path
              + "' is no file of "
              + deployment.manifest()
              + " "
              + deployment.version()
              + ": see 'fleetman deployment files'");
    }
    verified(path, entry, entry.key(), in -> in.transferTo(to));
  }

  /** All files as an archive; the stream is closed. */
  public void archive(DeploymentDocument deployment, ArchiveWriter.Form form, OutputStream to)
      throws IOException {
    try (ArchiveWriter archive = new ArchiveWriter(to, form)) {
      for (Map.Entry<RelativePath, TreeEntry> file : deployment.files().entrySet()) {
        TreeEntry entry = file.getValue();
        String key = entry.key();
        if (key == null) {
          archive.folder(file.getKey(), entry);
        } else {
          verified(file.getKey(), entry, key, in -> archive.file(file.getKey(), entry, in));
        }
      }
    }
  }

  /**
   * Lets bytes go except the last ones, until all of them proved to be right: whoever gets them
   * under a length that was announced cannot take spoilt ones for whole.
   */
  public static final class HeldBack extends FilterOutputStream {
    private final byte[] held = new byte[8 * 1024];
    private int n;
    private boolean whole;

    /** To this stream, which stays open. */
    public HeldBack(OutputStream to) {
      super(to);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (n + length > held.length) {
        out.write(held, 0, n);
        n = 0;
      }
      int now = Math.max(0, length - held.length);
      out.write(bytes, offset, now);
      System.arraycopy(bytes, offset + now, held, n, length - now);
      n += length - now;
    }

    @Override
    public void flush() {
      // what is held back goes last
    }

    /** Everything was right. */
    public void whole() {
      whole = true;
    }

    @Override
    public void close() throws IOException {
      if (whole) {
        out.write(held, 0, n);
        n = 0;
        out.flush();
      }
    }
  }

  private interface Sink {
    void take(InputStream in) throws IOException;
  }

  private void verified(RelativePath path, TreeEntry entry, String key, Sink sink)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    ObjectBody body = open(path, key);
    try (InputStream in = new DigestInputStream(body.stream(), digest)) {
      if (body.length() != entry.size()) {
        throw spoilt(path);
      }
      sink.take(in);
    }
    if (!Sha256.hex(digest.digest()).equals(entry.sha256())) {
      throw spoilt(path);
    }
  }

  private ObjectBody open(RelativePath path, String key) {
    try {
      return fleet.objects().open(key);
    } catch (StoreException.NotFound e) {
      throw new Refusal.Invalid("'" + path + "' has lost its bytes (" + key + ")");
    }
  }

  private static Refusal spoilt(RelativePath path) {
    return new Refusal.Invalid(
        "'" + path + "' is not what was uploaded: somebody wrote over its bytes; upload it again");
  }
}
