package io.fleetman.e2e.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.e2e.Rung;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded store's own folder is full. */
class FullStoreTest {
  @DisplayName("a full store answers an error, keeps what it has, and shows nothing half written")
  @Test
  void nothingHalfWritten(@TempDir Path folder) throws Exception {
    Rung.NODES.require();
    byte[] old = new byte[100_000];
    byte[] fresh = new byte[200_000];
    Arrays.fill(fresh, (byte) 1);
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("store"), 8, 10_000);
        EmbeddedStore store =
            EmbeddedStore.start(
                EmbeddedStore.Settings.onLoopback(
                    disk.folder(), "full-access-key", "full-secret-key"));
        ObjectStore objects = S3ObjectStore.open(Endpoint.of(store).settings(""))) {
      var _ = objects.put("kept.json", old, Precondition.NONE);
      Path filling = disk.fill("another-programs");

      assertThatThrownBy(() -> objects.put("new.json", fresh, Precondition.ABSENT))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> objects.put("kept.json", fresh, Precondition.NONE))
          .isInstanceOf(StoreException.class);
      assertThat(objects.list("", null, null).objects()).hasSize(1);
      assertThat(body(objects.get("kept.json"))).isEqualTo(old);
      assertThat(objects.get("new.json")).isInstanceOf(GetResult.Absent.class);

      Files.delete(filling);
      var _ = objects.put("new.json", fresh, Precondition.ABSENT);
      assertThat(body(objects.get("new.json"))).isEqualTo(fresh);
    }
  }

  private static byte[] body(GetResult result) {
    return Objects.requireNonNull(result instanceof GetResult.Found found ? found.body() : null);
  }
}
