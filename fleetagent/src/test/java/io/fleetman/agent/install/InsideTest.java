package io.fleetman.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InsideTest {
  @TempDir Path temporary;
  private Path cell = Path.of("");
  private Path elsewhere = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    cell = Files.createDirectory(temporary.resolve("cell"));
    elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createDirectories(cell.resolve("logs/deep"));
    Files.writeString(cell.resolve("logs/deep/app.log"), "mine");
    Files.writeString(elsewhere.resolve("app.log"), "secret");
  }

  private Optional<String> read(Path file) throws IOException {
    Optional<SeekableByteChannel> open = Inside.open(cell, file);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    try (SeekableByteChannel in = open.get()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) in.size());
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {}
      return Optional.of(new String(bytes.array(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aFileOfTheFolderIsReadAndOneThatIsNotThereIsNone() throws IOException {
    assertThat(read(cell.resolve("logs/deep/app.log"))).contains("mine");
    assertThat(read(cell.resolve("logs/none.log"))).isEmpty();
    assertThat(read(cell.resolve("none/app.log"))).isEmpty();
    assertThat(read(cell.resolve("logs/deep/app.log/more"))).isEmpty();
    assertThat(read(cell.resolve("logs"))).isEmpty();
    assertThat(read(elsewhere.resolve("app.log"))).isEmpty();
  }

  @Test
  void aLinkLeadsWithinTheFolderOrNowhere() throws IOException {
    Files.createSymbolicLink(cell.resolve("out"), elsewhere);
    Files.createSymbolicLink(cell.resolve("in"), cell.resolve("logs/deep"));
    Files.createSymbolicLink(cell.resolve("app.log"), elsewhere.resolve("app.log"));

    assertThat(read(cell.resolve("out/app.log"))).isEmpty();
    assertThat(read(cell.resolve("in/app.log"))).contains("mine");
    assertThat(read(cell.resolve("app.log"))).isEmpty();
  }

  @Test
  void aPipeHoldsNobodyUp() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    Path pipe = cell.resolve("logs/pipe.log");
    assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(read(pipe)).isEmpty();
    assertThat(Hashing.first(pipe, 10)).isEmpty();
  }

  @Test
  void whoeverTurnsAFolderIntoALinkMeanwhileShowsNothingOfAnybodyElse() throws Exception {
    Path logs = cell.resolve("logs");
    Path aside = cell.resolve("aside");
    Files.createDirectories(elsewhere.resolve("deep"));
    Files.writeString(elsewhere.resolve("deep/app.log"), "secret");
    Path link = Files.createSymbolicLink(cell.resolve("link"), elsewhere);
    AtomicBoolean over = new AtomicBoolean();
    Thread service = Thread.ofPlatform().start(() -> turn(logs, aside, link, over));
    try {
      int mine = 0;
      for (int i = 0; i < 20_000 || mine == 0; i++) {
        mine += look(logs.resolve("deep/app.log"));
      }
    } finally {
      over.set(true);
      service.join();
    }
  }

  // 1 if the folder's own file was read; never another's.
  private int look(Path file) {
    try {
      String text = read(file).orElse("");
      assertThat(text).isNotEqualTo("secret");
      return text.equals("mine") ? 1 : 0;
    } catch (FileSystemException e) {
      return 0; // caught while it was turned
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void turn(Path logs, Path aside, Path link, AtomicBoolean over) {
    try {
      while (!over.get()) {
        Files.move(logs, aside);
        Files.move(link, logs, StandardCopyOption.ATOMIC_MOVE);
        Files.move(logs, link);
        Files.move(aside, logs);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
