package io.fleetman.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FilePlanTest {
  private static FilePlan plan(long... sizes) {
    List<Planned> files = new ArrayList<>();
    for (long size : sizes) {
      TreeEntry entry =
          new TreeEntry(FileType.BINARY, "k", size, "0".repeat(64), null, null, "0644", false);
      files.add(
          new Planned(
              new RelativePath("f" + files.size()),
              entry,
              new Owners.Owner(0, 0),
              0644,
              new Planned.Source.Store("k")));
    }
    return new FilePlan(files, new TreeSet<>());
  }

  @Test
  void sizesThatNoDiskHasStayMoreThanAnyDiskHas() {
    long most = 1L << 59;

    assertThat(plan(Long.MAX_VALUE).bytesToWrite()).isGreaterThan(most);
    assertThat(plan(5L << 60, 5L << 60, 5L << 60).bytesToWrite()).isGreaterThan(most);
    assertThat(plan(1, 4096, 4097).bytesToWrite()).isEqualTo(4 * 4096);
    assertThat(plan(-1).bytesToWrite()).isZero();
  }
}
