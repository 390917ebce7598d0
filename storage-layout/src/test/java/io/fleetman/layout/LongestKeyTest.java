package io.fleetman.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.StorageSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LongestKeyTest {
  private static final String ID = "x".repeat(63);
  private static final CellRef CELL = new CellRef(new NodeId(ID), new CellId(ID));
  private static final Version VERSION = new Version(ID);
  private static final String ATTEMPT = Ids.next(Instant.EPOCH);

  @DisplayName("invariant 13: the longest path, of the longest names, has a key that S3 takes")
  @Test
  void fits() {
    RelativePath path = new RelativePath(("y".repeat(199) + "/").repeat(3) + "z".repeat(100));
    int rest = StorageSettings.MAX_PREFIX_BYTES + 1;

    assertThat(path.value()).hasSize(700);
    assertThat(bytes(Keys.snapshotFile(CELL, VERSION, ATTEMPT, path)) + rest)
        .isLessThanOrEqualTo(1024);
    assertThat(bytes(Keys.overrideFile(CELL, ATTEMPT, path)) + rest).isLessThanOrEqualTo(1024);
    assertThat(bytes(Keys.deploymentFile(new ManifestId(ID), VERSION, ATTEMPT, path)) + rest)
        .isLessThanOrEqualTo(1024);
  }

  @Test
  void whatIsLongerIsRefusedWithItsNameAndTheLimit() {
    String path = ("y".repeat(199) + "/").repeat(3) + "z".repeat(101);

    assertThatThrownBy(() -> new RelativePath(path))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("y".repeat(50))
        .hasMessageContaining("shorten it to 700 bytes");
    assertThatThrownBy(
            () ->
                StorageSettings.of(
                    null, null, "fleet", "p".repeat(81), null, null, null, null, null))
        .hasMessageContaining("prefix is 81 bytes long: shorten it to 80");
  }

  private static int bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length;
  }
}
