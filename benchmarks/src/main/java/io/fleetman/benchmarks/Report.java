package io.fleetman.benchmarks;

import io.fleetman.codec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The samples of one table, kept as JSON, and the table in the documentation. */
final class Report {
  /**
   * What one contestant needed in one run of a row.
   *
   * @param load the machine's load average of a minute when it was over
   */
  record Sample(String row, String contestant, Spent spent, String load) {}

  private final List<Sample> samples = new ArrayList<>();
  private final List<String> aims = new ArrayList<>();
  private final String loadBefore;
  private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  Report() throws IOException {
    this.loadBefore = Machine.load();
  }

  void add(String row, String contestant, Spent spent) throws IOException {
    String load = Machine.load();
    samples.add(new Sample(row, contestant, spent, load.substring(0, load.indexOf(' '))));
    System.out.printf(
        Locale.ROOT,
        "%-44s %-34s %8.2f s %7.2f s cpu %7s requests, load %s%n",
        row,
        contestant,
        spent.seconds(),
        spent.cpu(),
        spent.requests() < 0 ? "-" : spent.requests(),
        load);
  }

  /** Says beneath the table what a contestant's time should come to. */
  void note(String text) {
    aims.add(text);
  }

  /** A table with a line for each contestant of each row; ratios are to the row's first one. */
  String markdown(Map<String, String> machine) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append("Measured ").append(began).append(" on ").append(machine.get("cpu"));
    out.append(", ").append(machine.get("cores")).append(" cores, ").append(machine.get("memory"));
    out.append(", Linux ").append(machine.get("kernel")).append("; store: ");
    out.append(machine.get("store")).append(", JVM ").append(machine.get("java"));
    String peers = machine.getOrDefault("peers", "");
    out.append(peers.isEmpty() ? "" : ", " + peers).append(". Load averages ");
    out.append(loadBefore).append(" before, ").append(Machine.load()).append(" after.\n\n");
    out.append("| work | who | runs | min s | median s | max s | ratio of medians |");
    out.append(" CPU s | requests |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (var row : grouped().entrySet()) {
      double first = 0;
      boolean named = false;
      for (var contestant : row.getValue().entrySet()) {
        Stats time = stats(contestant.getValue(), true);
        first = named ? first : time.median();
        out.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %s |%n",
                named ? "" : row.getKey(),
                contestant.getKey(),
                time.n(),
                time.min(),
                time.median(),
                time.max(),
                time.median() / first,
                stats(contestant.getValue(), false).median(),
                requests(contestant.getValue())));
        named = true;
      }
    }
    aims.forEach(a -> out.append("\n").append(a).append("\n"));
    return out.toString();
  }

  private static String requests(List<Spent> runs) {
    Stats counted = Stats.of(runs.stream().map(s -> (double) s.requests()).toList());
    return counted.median() < 0 ? "" : Long.toString(Math.round(counted.median()));
  }

  private static Stats stats(List<Spent> runs, boolean wall) {
    return Stats.of(runs.stream().map(s -> wall ? s.seconds() : s.cpu()).toList());
  }

  private Map<String, Map<String, List<Spent>>> grouped() {
    Map<String, Map<String, List<Spent>>> rows = new LinkedHashMap<>();
    for (Sample s : samples) {
      rows.computeIfAbsent(s.row(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(s.contestant(), _ -> new ArrayList<>())
          .add(s.spent());
    }
    return rows;
  }

  /** Keeps the samples, and puts the table between its marks in the documentation. */
  void write(Path root, String name, Map<String, String> machine) throws IOException {
    Path results = Files.createDirectories(root.resolve("benchmarks/results"));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("table", name);
    all.put("measured", began.toString());
    all.put("machine", machine);
    all.put("loadBefore", loadBefore);
    all.put("loadAfter", Machine.load());
    all.put("samples", samples);
    Files.write(results.resolve(name + ".json"), Json.write(all));
    Path page = root.resolve("docs/benchmarks.md");
    String text = Files.readString(page);
    String begin = "<!-- begin " + name + " -->\n";
    String end = "<!-- end " + name + " -->";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(page + " has no marks for " + name);
    }
    Files.writeString(
        page, text.substring(0, from + begin.length()) + markdown(machine) + text.substring(to));
    System.out.println("written: " + Objects.requireNonNull(results.resolve(name + ".json")));
  }
}
