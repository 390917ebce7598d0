package io.fleetman.benchmarks;

import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code fleetman publish} beside {@code rclone copy} within the bucket. */
final class PublishTable {
  private static final int RUNS = 3;
  private static final int MANY = 20;
  private static final String MANIFEST = "bench-publish";
  private static final String VERSION = "v0";

  private final Yard yard;
  private final Options options;
  private final Report report;

  PublishTable(Yard yard, Options options, Report report) {
    this.yard = yard;
    this.options = options;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    int files = options.small() ? 500 : 5000;
    System.out.println("making " + files + " x 4 KB ...");
    Tree tree = new Tree(yard.folder().resolve("tree"), files, 4096).write(MANIFEST);
    String folder = tree.folder().toString();
    Path definition = tree.folder().resolve("fleetman.yaml");
    String yaml = Files.readString(definition);
    Files.writeString(definition, yaml + "cells:\n  - {node: bench-first, id: first}\n");
    yard.fleetman("deploy", folder, "--version", VERSION, "--yes", "--no-wait");
    if (options.wants("one")) {
      for (int run = 0; run < options.runs(RUNS); run++) {
        once(files, 1, run);
      }
      counted(files);
    }
    if (options.wants("many")) {
      for (int run = 0; run < options.runs(1); run++) {
        once(files, MANY, run);
      }
    }
  }

  // Fresh cells each time, so that nothing is there already.
  private void once(int files, int cells, int run) throws IOException, InterruptedException {
    String row =
        String.format(Locale.ROOT, "%,d x 4 KB to %d cell%s", files, cells, cells == 1 ? "" : "s");
    String source = yard.source(new ManifestId(MANIFEST), VERSION);
    double seconds = 0;
    double cpu = 0;
    for (int i = 0; i < cells; i++) {
      String target = yard.bucket() + "rclone/" + cells + "-" + run + "-" + i;
      Spent one = yard.rclone(yard.place().endpoint(), "copy", "--transfers", "64", source, target);
      seconds += one.seconds();
      cpu += one.cpu();
    }
    report.add(row, "rclone copy --transfers 64, a cell", new Spent(seconds, cpu, -1));
    yard.empty("rclone/");
    report.add(row, "fleetman publish", publish("c" + cells + "-" + run, cells));
  }

  private Spent publish(String name, int cells) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("publish", VERSION));
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < cells; i++) {
      CellRef cell = CellRef.parse("bench-" + i + "/" + name);
      yaml.append("kind: cell\nnode: ").append(cell.node()).append("\nid: ").append(cell.cell());
      yaml.append("\nmanifest: ").append(MANIFEST).append("\n---\n");
      command.add(cell.toString());
    }
    Path file = yard.folder().resolve("cells.yaml");
    Files.writeString(file, yaml.substring(0, yaml.length() - 4));
    yard.fleetman("apply", "-f", file.toString());
    command.addAll(List.of("--yes", "--no-wait"));
    return yard.fleetman(command.toArray(String[]::new));
  }

  // Of one run each, through the relay; their times are not used.
  private void counted(int files) throws IOException, InterruptedException {
    try (Relay relay = Relay.start(yard.address(), Duration.ZERO)) {
      String target = yard.bucket() + "rclone/counted";
      yard.rclone(
          relay.endpoint(),
          "copy",
          "--transfers",
          "64",
          yard.source(new ManifestId(MANIFEST), VERSION),
          target);
      report.note(
          "Requests for "
              + files
              + " files to one cell, counted in a run of its own: rclone "
              + relay.count()
              + ".");
      yard.empty("rclone/");
    }
  }
}
