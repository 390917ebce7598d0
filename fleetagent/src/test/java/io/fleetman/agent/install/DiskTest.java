package io.fleetman.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.FanOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
  private static final int CELLS = 16;

  @Test
  void cellsThatComeToANewNodeTogetherShareItsBaseFolder(@TempDir Path disk) {
    for (int round = 0; round < 40; round++) {
      Path base = disk.resolve("base-" + round);
      CyclicBarrier together = new CyclicBarrier(CELLS);
      List<Integer> cells = IntStream.range(0, CELLS).boxed().toList();

      FanOut.forEach(cells, CELLS, cell -> makeCell(base, cell, together));

      assertThat(cells).allMatch(cell -> Files.isDirectory(base.resolve("cell-" + cell)));
    }
  }

  @Test
  void aFileInTheWayOfAFolderIsAnError(@TempDir Path disk) throws IOException {
    Path file = Files.writeString(disk.resolve("base"), "not a folder");

    assertThatThrownBy(() -> Disk.folder(file)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  @Timeout(60)
  void invariant15_aLinkThatIsFlippedIsNeverGone(@TempDir Path disk) throws Exception {
    Path link = disk.resolve("current");
    Disk.flip(link, Path.of("1"));
    List<String> gone = new ArrayList<>();
    try (WatchService watch = disk.getFileSystem().newWatchService()) {
      disk.register(watch, StandardWatchEventKinds.ENTRY_DELETE);
      Disk.flip(link, Path.of("2"));
      Files.delete(Files.createFile(disk.resolve("the end")));
      while (!gone.contains("the end")) {
        WatchKey key = watch.take();
        key.pollEvents().forEach(e -> gone.add(String.valueOf(e.context())));
        key.reset();
      }
    }

    assertThat(gone).as("names that were there and then were not").doesNotContain("current");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("2"));
  }

  private static void makeCell(Path base, int cell, CyclicBarrier together) {
    try {
      together.await();
      Disk.folder(base.resolve("cell-" + cell));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
