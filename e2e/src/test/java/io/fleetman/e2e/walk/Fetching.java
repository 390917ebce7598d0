package io.fleetman.e2e.walk;

import io.fleetman.agent.activate.DeployOrder;
import io.fleetman.codec.Sha256;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gets what the present release has not, and verifies it, as the real fetcher does. */
final class Fetching {
  private static final int ATTEMPTS = 3;

  /** It could not be got. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean mayRetry;

    Failed(String reason, boolean mayRetry) {
      super(reason);
      this.mayRetry = mayRetry;
    }

    String reason() {
      return String.valueOf(getMessage());
    }

    boolean mayRetry() {
      return mayRetry;
    }
  }

  private final Program process;
  private final DeployOrder order;
  private final @Nullable Installed present;

  Fetching(Program process, DeployOrder order, @Nullable Installed present) {
    this.process = process;
    this.order = order;
    this.present = present;
  }

  Installed fetch() throws Failed {
    SortedMap<RelativePath, byte[]> files = new TreeMap<>();
    for (var file : order.snapshot().files().entrySet()) {
      byte[] have = present == null ? null : present.files.get(file.getKey());
      TreeEntry entry = file.getValue();
      files.put(
          file.getKey(),
          have != null && Sha256.of(have).equals(entry.sha256()) ? have : fetch(entry));
    }
    return new Installed(order, files);
  }

  private byte[] fetch(TreeEntry entry) throws Failed {
    String key = Objects.requireNonNull(entry.key(), "a file has a key");
    for (int attempt = 1; ; attempt++) {
      try (ObjectBody body = process.store().open(key)) {
        byte[] bytes = body.stream().readNBytes(Math.toIntExact(entry.size()) + 1);
        if (!Sha256.of(bytes).equals(entry.sha256())) {
          throw new Failed(key + " is not what was published", false);
        }
        return bytes;
      } catch (StoreException.NotFound e) {
        throw new Failed("the store has no bytes under " + key, false);
      } catch (StoreException e) {
        if (!e.isTransient() || attempt == ATTEMPTS) {
          throw new Failed(String.valueOf(e.getMessage()), true);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
