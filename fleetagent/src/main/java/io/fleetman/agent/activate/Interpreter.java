package io.fleetman.agent.activate;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.install.Hashing;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether the node has what a script's first line asks for. */
final class Interpreter {
  private static final Logger LOG = LoggerFactory.getLogger(Interpreter.class);
  private static final int LINE = 256;

  private Interpreter() {}

  static void check(Path release, Launch launch, Path current, NodeId node) throws NodeLacks {
    List<String> argv = launch.service().argv();
    if (argv.isEmpty() || !Path.of(argv.getFirst()).startsWith(current)) {
      return;
    }
    Path program = release.resolve(current.relativize(Path.of(argv.getFirst())));
    if (!Files.isRegularFile(program, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String missing = missing(firstLine(program));
    if (missing != null) {
      throw new NodeLacks(
          release.relativize(program)
              + " is a script for "
              + missing
              + ", which does not exist on "
              + node
              + ": install it, or change the script's first line");
    }
  }

  // What cannot be read now, as a program that the old release runs just now, is told by its start.
  private static String firstLine(Path program) {
    try {
      return new String(Hashing.first(program, LINE), StandardCharsets.ISO_8859_1)
          .lines()
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      LOG.debug("{}: {}", program, Causes.sentence(e));
      return "";
    }
  }

  private static @org.jspecify.annotations.Nullable String missing(String line) {
    if (!line.startsWith("#!")) {
      return null;
    }
    String[] words = line.substring(2).strip().split("\\s+", -1);
    if (words[0].isEmpty() || !words[0].startsWith("/")) {
      return null;
    }
    if (!Files.isExecutable(Path.of(words[0]))) {
      return words[0];
    }
    boolean env =
        words[0].endsWith("/env") && words.length > 1 && words[1].matches("[A-Za-z0-9._+-]+");
    return env
            && !words[1].startsWith("-")
            && SystemRunner.searchPath().stream()
                .noneMatch(p -> Files.isExecutable(p.resolve(words[1])))
        ? words[1]
        : null;
  }
}
