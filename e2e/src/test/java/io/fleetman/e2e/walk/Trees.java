package io.fleetman.e2e.walk;

import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Contents to publish, made once for all walks; one in four is sick. */
final class Trees {
  private static final int CONTENTS = 8;

  private final List<HashedTree> trees = new ArrayList<>();
  private final List<Path> overrides = new ArrayList<>();

  Trees(Path folder) {
    for (int i = 0; i < CONTENTS; i++) {
      Path root = folder.resolve("tree-" + i);
      for (var file :
          Map.of(
                  "run",
                  "#!/bin/sh\n",
                  "lib/a.txt",
                  "a" + i,
                  "lib/b.txt",
                  "b" + i / 2,
                  "state",
                  i % 4 == 3 ? "sick " + i : "well")
              .entrySet()) {
        write(root.resolve(file.getKey()), file.getValue());
      }
      trees.add(HashedTree.of(FileTree.scan(root, List.of())));
      Path override = folder.resolve("override-" + i);
      write(override, i % 4 == 3 ? "sick override" : "override " + i);
      overrides.add(override);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text);
      if (text.startsWith("#!") && !file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HashedTree tree(int i) {
    return trees.get(i % CONTENTS);
  }

  /** One that is well. */
  HashedTree good() {
    return trees.getFirst();
  }

  Path override(int i) {
    return overrides.get(i % CONTENTS);
  }
}
