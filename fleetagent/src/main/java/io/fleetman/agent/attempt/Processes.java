package io.fleetman.agent.attempt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** This machine's processes, as {@code /proc} tells them. */
final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /**
   * A process that no other can be taken for.
   *
   * @param pid its number
   * @param start when it started, in ticks since the boot
   * @param boot which boot
   */
  record Identity(long pid, long start, String boot) {
    /** Reads what the keeper noted; empty if it cannot be understood. */
    static Optional<Identity> parse(String text) {
      String[] words = text.strip().split(" ", -1);
      return words.length == 3 && words[0].matches("\\d{1,10}") && words[1].matches("\\d{1,19}")
          ? Optional.of(new Identity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
          : Optional.empty();
    }

    /** Whether it is alive. */
    boolean alive() {
      Stat stat = stat(pid);
      return stat != null && stat.alive() && stat.start() == start && boot.equals(Boot.id());
    }
  }

  /**
   * Every living process of a session, or whose environment holds a variable with this value, with
   * all their children: one that cleared its environment in a session of its own is still
   * somebody's child.
   *
   * @param session 0 for none
   */
  static List<Long> of(long session, String mark) {
    byte[] wanted = mark.getBytes(StandardCharsets.UTF_8);
    Map<Long, Long> parents = new HashMap<>();
    Set<Long> found = new LinkedHashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : all) {
        long pid = Long.parseLong(folder.getFileName().toString());
        Stat stat = stat(pid);
        if (stat == null || !stat.alive()) {
          continue;
        }
        parents.put(pid, stat.parent());
        if ((session != 0 && stat.session() == session) || holds(folder, wanted)) {
          found.add(pid);
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      return List.copyOf(found); // a process that ended meanwhile
    }
    boolean more = true;
    while (more) {
      more =
          found.addAll(
              parents.entrySet().stream()
                  .filter(child -> found.contains(child.getValue()))
                  .map(Map.Entry::getKey)
                  .toList());
    }
    return List.copyOf(found);
  }

  private static boolean holds(Path folder, byte[] wanted) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(folder.resolve("environ"));
    } catch (IOException e) {
      return false; // somebody else's, or gone
    }
    int from = 0;
    while (from < environment.length) {
      int to = from;
      while (to < environment.length && environment[to] != 0) {
        to++;
      }
      if (java.util.Arrays.equals(environment, from, to, wanted, 0, wanted.length)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  private record Stat(char state, long parent, long session, long start) {
    boolean alive() {
      return state != 'Z' && state != 'X';
    }
  }

  // pid (comm) state ppid pgrp session ...; starttime is the 22nd. comm may hold anything.
  private static @org.jspecify.annotations.Nullable Stat stat(long pid) {
    try {
      String line =
          Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1).strip();
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return new Stat(
          fields[0].charAt(0),
          Long.parseLong(fields[1]),
          Long.parseLong(fields[3]),
          Long.parseLong(fields[19]));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
