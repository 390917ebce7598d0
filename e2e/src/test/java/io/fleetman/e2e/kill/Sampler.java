package io.fleetman.e2e.kill;

import io.fleetman.codec.Json;
import io.fleetman.e2e.fleet.AgentNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A process on the node that looks all the time, whatever becomes of the agent: what do the files
 * of {@code current} say, what does the service answer, and is the new release whole.
 */
final class Sampler {
  private static final String PROGRAM =
      """
      import glob, json, os, re, socket, time
      cells = json.load(open("/root/cells.json"))

      def shown(cell):
          try:
              root = os.path.realpath("/opt/fleetman/%s/current" % cell, strict=True)
          except OSError:
              return "-"
          versions, count = set(), 0
          for folder, _, names in os.walk(root):
              for path in (os.path.join(folder, n) for n in names):
                  try:
                      versions.add(re.search(r"version (\\S+)", open(path).read()).group(1))
                  except (OSError, AttributeError):
                      versions.add("damaged")
                  count += 1
          return " ".join(sorted(versions)) + " in " + str(count)

      def served(port):
          try:
              with socket.create_connection(("127.0.0.1", port), timeout=5) as s:
                  s.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
                  body = b""
                  while chunk := s.recv(4096):
                      body += chunk
                  return body.decode().split("\\r\\n\\r\\n", 1)[1]
          except ConnectionRefusedError:
              return "-"
          except (OSError, IndexError):
              return None  # slow, or stopped in the middle: says nothing

      last, rounds = {}, 0
      out = open("/root/samples", "a", buffering=1)
      while True:
          for cell, (port, wanted) in cells.items():
              answer = served(port) if port else "n/a"
              files = shown(cell)
              whole = bool(glob.glob("/opt/fleetman/%s/releases/%s-*.json" % (cell, wanted)))
              if answer is None:
                  answer = last.get(cell, (None, "-"))[1]
              sample = (files, answer, whole)
              if sample != last.get(cell):
                  last[cell] = sample
                  out.write(json.dumps({"cell": cell, "shown": files, "served": answer, "whole": whole}) + "\\n")
          rounds += 1
          with open("/root/rounds.new", "w") as f:
              f.write(str(rounds))
          os.rename("/root/rounds.new", "/root/rounds")
          time.sleep(0.1)
      """;

  /**
   * What was seen of a cell at one moment; only changes are kept.
   *
   * @param cell whose; null for a mark between two phases
   * @param shown what versions the files of {@code current} say, and how many they are
   * @param served what the service answered; {@code -} if nothing listened
   * @param whole whether the release that is wanted exists
   */
  record Sample(@Nullable String cell, String shown, String served, boolean whole) {}

  private final AgentNode node;

  Sampler(AgentNode node) {
    this.node = node;
  }

  /** Starts it; {@code ports} has a port or null for each cell, and the version that is wanted. */
  void start(Map<String, List<@Nullable Object>> cells) {
    node.machine().writeFile("/root/cells.json", Json.line(cells));
    node.machine().writeFile("/root/sampler.py", PROGRAM);
    node.run("systemd-run --quiet --unit=sampler python3 /root/sampler.py");
    look();
  }

  /** Returns when every cell was looked at once more, from beginning to end. */
  void look() {
    long before = rounds();
    Patience.until("two rounds of the sampler", () -> rounds() >= before + 2);
  }

  /** Marks the present moment. */
  void mark() {
    node.run("echo '{\"shown\": \"mark\", \"served\": \"\"}' >> /root/samples");
  }

  /** Ends it, and says what it saw. */
  List<Sample> stop() {
    node.run("systemctl stop sampler");
    List<Sample> all = new ArrayList<>();
    for (String line : node.machine().readFile("/root/samples").lines().toList()) {
      all.add(
          Json.read(line, line.getBytes(java.nio.charset.StandardCharsets.UTF_8), Sample.class));
    }
    return all;
  }

  /** The samples before and after the mark, by cell. */
  static Map<String, List<Sample>> byCell(List<Sample> samples) {
    Map<String, List<Sample>> cells = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.cell() != null) {
        cells.computeIfAbsent(sample.cell(), _ -> new ArrayList<>()).add(sample);
      }
    }
    return cells;
  }

  private long rounds() {
    var result = node.attempt("cat /root/rounds");
    return result.succeeded() ? Long.parseLong(result.out().strip()) : 0;
  }
}
