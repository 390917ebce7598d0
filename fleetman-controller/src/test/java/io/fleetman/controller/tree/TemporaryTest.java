package io.fleetman.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {
  private static final String NOBODY = "fleetman-tmp-999999999-";

  @TempDir Path folder = Path.of("");

  private Path left(String name) throws IOException {
    Path path = Files.createDirectory(folder.resolve(name));
    Files.writeString(path.resolve("000001"), "bytes");
    Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
    return path;
  }

  @Test
  @EnabledIf("thereIsAFullDevice")
  void aFullTemporaryFolderIsNamedAndNotTheFileThatWasRead() {
    assertThatThrownBy(
            () -> {
              try (OutputStream out = Temporary.write(Path.of("/dev/full"))) {
                out.write(new byte[4096]);
              }
            })
        .isInstanceOf(TemporaryFolderException.class)
        .hasMessageContaining("the temporary folder " + System.getProperty("java.io.tmpdir"))
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("make room there");
  }

  static boolean thereIsAFullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }

  @Test
  void whatDeadProcessesLeftGoesAndNothingElse() throws IOException {
    Path dead = left(NOBODY + "a");
    Path ours = left(Temporary.prefix() + "b");
    Path strangers = left("fleetman-tmp-99999999999999999999-c");
    Path fresh = Files.createFile(folder.resolve(NOBODY + "d.now"));

    Temporary.sweep(folder, Temporary::delete);

    assertThat(dead).doesNotExist();
    try (var all = Files.list(folder)) {
      assertThat(all).containsExactlyInAnyOrder(ours, strangers, fresh);
    }
  }

  @Test
  void anotherUsersLeftoverIsNoReasonNotToUpload() throws IOException {
    Path theirs = left(NOBODY + "a");
    Path last = left(NOBODY + "b");

    Temporary.sweep(
        folder,
        path -> {
          if (path.equals(theirs)) {
            throw new AccessDeniedException(path.toString());
          }
          Temporary.delete(path);
        });

    assertThat(theirs).exists();
    assertThat(last).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeListedIsNotSwept() {
    Temporary.sweep(folder.resolve("gone"), Temporary::delete);
    assertThat(folder.resolve("gone")).doesNotExist();
  }
}
