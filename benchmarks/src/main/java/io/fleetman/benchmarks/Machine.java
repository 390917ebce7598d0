package io.fleetman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the measurements were made on. */
final class Machine {
  private Machine() {}

  static Map<String, String> facts(Options options) throws IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    String memory = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    facts.put("memory", Math.round(Long.parseLong(memory) / 1048576.0) + " GiB");
    facts.put(
        "kernel",
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip().replaceFirst("-.*", ""));
    facts.put("java", System.getProperty("java.vm.version"));
    facts.put("store", options.store());
    facts.put("peers", peers(options.table()));
    return facts;
  }

  private static String peers(String table) throws IOException, InterruptedException {
    return switch (table) {
      case "fetch", "publish" -> version("rclone", "rclone", "version");
      case "footprint" ->
          version("boto3", "python3", "-c", "import boto3; print(boto3.__version__)");
      case "jobs" ->
          version("pdsh", "pdsh", "-V")
              + ", "
              + version("ansible-core", "ansible", "--version")
              + ", "
              + version("OpenSSH", "ssh", "-V");
      default -> ""; // it has no program as its peer
    };
  }

  // The first number with a point in it, and what follows: "rclone v1.60.1-DEV", "OpenSSH_9.2p1
  // ...".
  private static String version(String name, String... command)
      throws IOException, InterruptedException {
    var number =
        Pattern.compile("\\d+\\.\\d+[0-9A-Za-z.]*").matcher(Tool.firstLine(List.of(command)));
    return name + " " + (number.find() ? number.group() : "of an unknown version");
  }

  /** The load averages of 1, 5 and 15 minutes. */
  static String load() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
    return fields[0] + " " + fields[1] + " " + fields[2];
  }

  private static String field(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(l -> l.startsWith(name))
        .map(l -> l.substring(l.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("?");
  }
}
