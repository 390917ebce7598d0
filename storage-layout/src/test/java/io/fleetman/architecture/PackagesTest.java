package io.fleetman.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md is that of the tree. */
class PackagesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9.]+)` \\| .{10,} \\|$");

  @Test
  void everyPackageIsInTheTableAndNoOther() throws IOException {
    String table = Files.readString(Path.of("../docs/architecture.md"));
    int from = table.indexOf("\n## Packages");
    int to = table.indexOf("\n## ", from + 1);
    SortedSet<String> told =
        ROW.matcher(table.substring(from, to))
            .results()
            .map((MatchResult row) -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(told).isEqualTo(packages());
  }

  private static SortedSet<String> packages() throws IOException {
    SortedSet<String> all = new TreeSet<>();
    for (String module :
        new String[] {"storage-layout", "embedded-store", "fleetagent", "fleetman-controller"}) {
      Path root = Path.of("..", module, "src/main/java/io/fleetman");
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> root.relativize(file.resolveSibling(".")).normalize())
            .forEach(folder -> all.add(folder.toString().replace('/', '.')));
      }
    }
    return all;
  }
}
