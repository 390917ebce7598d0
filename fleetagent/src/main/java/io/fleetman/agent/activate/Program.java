package io.fleetman.agent.activate;

import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.process.SystemRunner;
import io.fleetman.document.FileType;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import io.fleetman.unit.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the program that a command line names. With a {@code /} in it, it is a file of the release
 * ({@code ./bin/web}) or of the node ({@code /usr/bin/python3}); without, it is looked for in the
 * node's usual folders.
 */
final class Program {
  private final SnapshotMark.Snapshot snapshot;
  private final Path current;

  Program(SnapshotMark.Snapshot snapshot, Path current) {
    this.snapshot = snapshot;
    this.current = current;
  }

  List<String> argv(String line) throws NodeLacks {
    List<String> words;
    try {
      words = Words.split(line);
    } catch (IllegalArgumentException e) {
      throw new NodeLacks("'command' cannot be read: " + e.getMessage());
    }
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new NodeLacks("'command' is empty: say in the manifest what to run");
    }
    List<String> argv = new ArrayList<>(words);
    argv.set(0, find(words.getFirst()).toString());
    return List.copyOf(argv);
  }

  private Path find(String program) throws NodeLacks {
    if (program.startsWith("/")) {
      Path path = Path.of(program);
      if (!path.normalize().startsWith(current) && !Files.isExecutable(path)) {
        throw new NodeLacks(
            "the command's program "
                + program
                + " does not exist on "
                + snapshot.node()
                + ", or is not executable");
      }
      return path;
    }
    return program.contains("/") ? ofRelease(program) : ofNode(program);
  }

  private Path ofRelease(String program) throws NodeLacks {
    RelativePath path;
    try {
      path = new RelativePath(program.replaceFirst("^(\\./)+", ""));
    } catch (InvalidNameException e) {
      throw new NodeLacks("the command's program: " + e.getMessage());
    }
    TreeEntry entry = snapshot.files().get(path);
    // A preStart hook may make what the tree lacks.
    if (entry == null && snapshot.spec().hooks().preStart() == null) {
      throw new NodeLacks("the command's program " + path + " is not among the snapshot's files");
    }
    if (entry != null && entry.type() == FileType.FOLDER) {
      throw new NodeLacks("the command's program " + path + " is a folder");
    }
    if (entry != null && !executable(entry)) {
      throw new NodeLacks(
          "the command's program "
              + path
              + " is not executable: its mode is "
              + entry.mode()
              + "; give it mode \"0755\" in the manifest");
    }
    return path.under(current);
  }

  // The bit of whoever runs it; for root, any of them. What is no number is reported with the other
  // modes.
  private boolean executable(TreeEntry entry) {
    if (!entry.mode().matches("[0-7]{3,4}")) {
      return true;
    }
    String runs = snapshot.spec().user();
    boolean owns = entry.owner() == null || entry.owner().equals(runs);
    int bits = runs == null || runs.equals("root") ? 0111 : owns ? 0100 : 0011;
    return (Integer.parseInt(entry.mode(), 8) & bits) != 0;
  }

  private Path ofNode(String program) throws NodeLacks {
    for (Path folder : SystemRunner.searchPath()) {
      Path path = folder.resolve(program);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    throw new NodeLacks(
        "the command's program '"
            + program
            + "' is not installed on "
            + snapshot.node()
            + "; if it is a file of the service, write ./"
            + program);
  }
}
