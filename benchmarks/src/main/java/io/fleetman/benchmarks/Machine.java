package io.fleetman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the measurements were made on. */
final class Machine {
  private Machine() {}

  static Map<String, String> facts(String store) throws IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    String memory = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    facts.put("memory", Math.round(Long.parseLong(memory) / 1048576.0) + " GiB");
    facts.put(
        "kernel",
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip().replaceFirst("-.*", ""));
    facts.put("java", System.getProperty("java.vm.version"));
    facts.put("store", store);
    if (Files.isExecutable(Path.of("/usr/bin/rclone"))) {
      facts.put("rclone", Tool.firstLine(List.of("rclone", "version")).replace("rclone v", ""));
    }
    String boto =
        Tool.firstLine(List.of("python3", "-c", "import boto3; print(boto3.__version__)"));
    if (boto.matches("[0-9.]+")) {
      facts.put("boto3", boto);
    }
    return facts;
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
