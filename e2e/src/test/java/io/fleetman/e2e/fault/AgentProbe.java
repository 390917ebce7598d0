package io.fleetman.e2e.fault;

import io.fleetman.e2e.fleet.AgentNode;
import io.fleetman.e2e.node.HostProcess;
import io.fleetman.e2e.node.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an agent on a node costs, as this machine's kernel and the agent's JVM tell it. */
final class AgentProbe {
  private static final Pattern HEAP =
      Pattern.compile("DefNew.*?used (\\d+)K.*?Tenured.*?used (\\d+)K", Pattern.DOTALL);
  private static final String JCMD =
      Path.of(System.getProperty("java.home"), "bin/jcmd").toString();

  private final AgentNode node;

  AgentProbe(AgentNode node) {
    this.node = node;
  }

  /** The agent's process id on this machine. */
  long pid() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .filter(p -> read(p.resolve("cmdline")).contains("io.fleetman.agent.Main"))
          .filter(p -> read(p.resolve("root/etc/hostname")).strip().equals(node.machine().name()))
          .mapToLong(p -> Long.parseLong(p.getFileName().toString()))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kilobytes in memory. */
  long resident(long pid) {
    return status(pid, "VmRSS");
  }

  /** Of the operating system. */
  long threads(long pid) {
    return status(pid, "Threads");
  }

  long openFiles(long pid) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.count();
    } catch (IOException e) {
      return 0; // it has just ended
    }
  }

  /** Kilobytes of objects that are in use after a full collection; 0 if the JVM does not say. */
  long liveHeap(long pid) {
    RunResult collected = jcmd(pid, "GC.run");
    Matcher heap = HEAP.matcher(jcmd(pid, "GC.heap_info").out());
    return collected.succeeded() && heap.find()
        ? Long.parseLong(heap.group(1)) + Long.parseLong(heap.group(2))
        : 0;
  }

  /** Kilobytes below a folder of the node. */
  long disk(String folder) {
    RunResult du = node.machine().exec("du", "-sk", folder);
    return Long.parseLong(du.orThrow().split("\\s+", 2)[0]);
  }

  private static RunResult jcmd(long pid, String command) {
    return HostProcess.run(
        Duration.ofMinutes(1), HostProcess.NO_INPUT, List.of(JCMD, Long.toString(pid), command));
  }

  private static long status(long pid, String field) {
    return read(Path.of("/proc/" + pid + "/status"))
        .lines()
        .filter(l -> l.startsWith(field + ":"))
        .map(l -> l.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replace('\0', ' ');
    } catch (IOException | UncheckedIOException e) {
      return ""; // a process that has just ended
    }
  }
}
