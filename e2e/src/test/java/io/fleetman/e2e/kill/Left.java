package io.fleetman.e2e.kill;

import io.fleetman.codec.Json;
import io.fleetman.e2e.fleet.AgentNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is on the node's disk of a cell when all is done.
 *
 * @param cell whose
 * @param folder what is in its folder
 * @param releases what is in its folder of releases, without {@code .json}, each name once for the
 *     release, for its record and for the list of its files
 * @param starts what each start of its service read, in order
 * @param working whether the journal says that a command is not finished
 * @param unsent how much history the journal still has to send
 */
record Left(
    String cell,
    List<String> folder,
    List<String> releases,
    List<String> starts,
    boolean working,
    int unsent) {
  private static final String PROGRAM =
      """
      import json, os
      cells = json.load(open("/root/cells.json"))

      def names(folder):
          return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

      for cell in cells:
          base = "/opt/fleetman/" + cell
          starts = base + "/shared/data/starts"
          journal = json.load(open("/var/lib/fleetagent/cells/%s.json" % cell))
          print(json.dumps({
              "cell": cell,
              "folder": names(base),
              "releases": [n.removesuffix(".json").removesuffix(".files") for n in names(base + "/releases")],
              "starts": open(starts).read().splitlines() if os.path.exists(starts) else [],
              "working": journal.get("working") is not None,
              "unsent": len(journal.get("unsent", []))}))
      """;

  /** Reads it all. */
  static Map<String, Left> on(AgentNode node) {
    node.machine().writeFile("/root/left.py", PROGRAM);
    Map<String, Left> cells = new TreeMap<>();
    for (String line : node.run("python3 /root/left.py").lines().toList()) {
      Left left = Json.read(line, line.getBytes(StandardCharsets.UTF_8), Left.class);
      cells.put(left.cell(), left);
    }
    return cells;
  }
}
