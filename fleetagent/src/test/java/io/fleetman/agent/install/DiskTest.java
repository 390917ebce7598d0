package io.fleetman.agent.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.FanOut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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
