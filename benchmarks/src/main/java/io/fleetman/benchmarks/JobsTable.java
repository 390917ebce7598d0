package io.fleetman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A command on many nodes: {@code fleetman run} beside pdsh and Ansible's ad-hoc mode over ssh. */
final class JobsTable {
  private static final int RUNS = 5;
  private static final int FANOUT = 32;
  private static final String[] COMMAND = {"uname", "-a"};
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Yard yard;
  private final Options options;
  private final Report report;
  private final Map<String, Map<String, List<Double>>> far = new LinkedHashMap<>();

  JobsTable(Yard yard, Options options, Report report) {
    this.yard = yard;
    this.options = options;
    this.report = report;
  }

  void measure() throws IOException, InterruptedException {
    try (SshNodes ssh = SshNodes.start(yard.folder().resolve("ssh"))) {
      for (int nodes : options.small() ? new int[] {4, 8} : new int[] {20, 100}) {
        for (String poll : List.of("5s", "1s")) {
          String row = "uname -a on " + nodes + " nodes, agents poll every " + poll;
          if (options.wants(row)) {
            System.out.println("starting " + nodes + " agents that poll every " + poll + " ...");
            try (Agents agents = Agents.start(yard, nodes, poll)) {
              compare(row, nodes, ssh, agents);
            }
          }
        }
      }
    }
    far.forEach((row, all) -> report.note(note(row, all)));
  }

  // In turns, so that a busy machine is busy for all. Agents are halted while it is another's turn:
  // on a hundred machines they would cost it nothing either.
  private void compare(String row, int nodes, SshNodes ssh, Agents agents)
      throws IOException, InterruptedException {
    String fleetman = "fleetman run --all";
    // Once before it counts: agents have run for days as a rule, sshd and its peers' caches too.
    var _ = yard.fleetman(run());
    agents.halt();
    var _ = ssh.pdsh(nodes, FANOUT, COMMAND);
    var _ = ssh.ansible(nodes, FANOUT, COMMAND);
    agents.goOn();
    for (int i = 0; i < options.runs(RUNS); i++) {
      agents.halt();
      add(row, "pdsh -R ssh -f " + FANOUT, ssh.pdsh(nodes, FANOUT, COMMAND), ssh.spent());
      add(
          row,
          "ansible all -m command -f " + FANOUT,
          ssh.ansible(nodes, FANOUT, COMMAND),
          ssh.spent());
      agents.goOn();
      Thread.sleep(PAUSE);
      double before = agents.cpu();
      double store = yard.storeCpu();
      Spent ours = yard.fleetman(run());
      said(nodes, Files.readString(yard.folder().resolve("fleetman.log")));
      add(row, fleetman, ours, agents.cpu() - before);
      keep(row, "the embedded store, for fleetman", yard.storeCpu() - store);
    }
  }

  private static String[] run() {
    String[] words = new String[COMMAND.length + 3];
    words[0] = "run";
    words[1] = "--all";
    words[2] = "--";
    System.arraycopy(COMMAND, 0, words, 3, COMMAND.length);
    return words;
  }

  private static void said(int nodes, String said) throws IOException {
    if (!said.contains(nodes + " nodes: " + nodes + " succeeded")) {
      throw new IOException("fleetman run did not reach " + nodes + " nodes:\n" + said);
    }
  }

  private void add(String row, String who, Spent spent, double farSide) throws IOException {
    report.add(row, who, spent);
    keep(row, "the nodes' side, for " + who.substring(0, who.indexOf(' ')), farSide);
  }

  private void keep(String row, String whose, double cpu) {
    far.computeIfAbsent(row, _ -> new LinkedHashMap<>())
        .computeIfAbsent(whose, _ -> new ArrayList<>())
        .add(cpu);
  }

  private static String note(String row, Map<String, List<Double>> all) {
    StringBuilder out = new StringBuilder("- ").append(row).append(": CPU s beside the client's, ");
    out.append("medians: ");
    Map<String, String> said = new TreeMap<>();
    all.forEach(
        (whose, cpu) ->
            said.put(whose, String.format(Locale.ROOT, "%.2f", Stats.of(cpu).median())));
    out.append(
        String.join(
            "; ", said.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()));
    return out.toString();
  }

  /** A file that only its owner may read. */
  static void secret(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }
}
