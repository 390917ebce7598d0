package io.fleetman.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HashingTest {
  @TempDir Path folder;

  @Test
  void aFileThatAServiceHasMadeHugeIsNotCopiedOntoTheDisk() throws IOException {
    Path file = folder.resolve("grown");
    try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(64L << 20); // a hole, that takes no room itself
    }
    Path copy = folder.resolve("copy");

    assertThatThrownBy(() -> Hashing.copy(file, copy, 1000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 1000 bytes");
    assertThat(Files.size(copy)).isLessThanOrEqualTo(1000);
  }

  @Test
  void theSameFileIsCopied() throws IOException {
    byte[] bytes = {1, 2, 3};
    Path file = Files.write(folder.resolve("same"), bytes);

    assertThat(Hashing.copy(file, folder.resolve("copy"), 3)).isEqualTo(Sha256.of(bytes));
    assertThat(folder.resolve("copy")).hasBinaryContent(bytes);
  }

  @Test
  @Timeout(60)
  void whatWasPutInAFilesPlaceNeitherHoldsUpNorTakesMemory() throws Exception {
    Path huge = folder.resolve("huge");
    try (RandomAccessFile grown = new RandomAccessFile(huge.toFile(), "rw")) {
      grown.setLength(1L << 40);
    }
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("link"), huge);

    for (Path file : new Path[] {huge, pipe, link, folder, folder.resolve("none")}) {
      assertThatThrownBy(() -> Hashing.read(file, 1000)).isInstanceOf(IOException.class);
    }
    Path text = Files.writeString(folder.resolve("text"), "abc");
    assertThat(Hashing.read(text, 3)).asString().isEqualTo("abc");
  }
}
