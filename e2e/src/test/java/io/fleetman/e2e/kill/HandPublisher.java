package io.fleetman.e2e.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.codec.Json;
import io.fleetman.document.Desired;
import io.fleetman.document.Doorbell;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeByHand;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes one service of {@value #FILES} files to many cells, by hand: their marks name the same
 * bytes, so that a hundred cells cost a hundred small documents. Every file of a version says it.
 */
final class HandPublisher {
  static final int FILES = 50;

  private static final String PROGRAM =
      """
      #!/usr/bin/python3
      # version @VERSION@
      import os, re, socket, sys
      versions = set()
      for folder, _, names in os.walk("."):
          for name in names:
              text = open(os.path.join(folder, name)).read()
              versions.add(re.search(r"version (\\S+)", text).group(1))
      with open("data/starts", "a") as starts:
          starts.write(" ".join(sorted(versions)) + "\\n")
      answer = "200 OK" if "works" in open("MODE").read() else "500 Broken"
      server = socket.socket()
      server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      server.bind(("127.0.0.1", int(sys.argv[1])))
      server.listen(64)
      while True:
          connection, _ = server.accept()
          connection.recv(4096)
          body = " ".join(sorted(versions))
          connection.sendall(("HTTP/1.0 " + answer + "\\r\\n\\r\\n" + body).encode())
          connection.close()
      """;

  private final ObjectStore store;
  private final Map<String, Map<String, Object>> trees = new TreeMap<>();
  private long sequence;

  HandPublisher(ObjectStore store) {
    this.store = store;
  }

  /** Points a cell at a version, and returns the id of that wish. */
  String publish(Doomed doomed, int port, String version) {
    String id = Ids.next(Instant.now());
    String text =
        """
        {"kind": "snapshot", "node": "%s", "cell": "%s", "manifest": "doomed", "version": "%s",
         "variables": {"port": "%d"}, "spec": {%s "profile": "%s", "data": ["data"]}, "files": %s}
        """
            .formatted(
                doomed.cell().node(),
                doomed.cell().cell(),
                version,
                port,
                runs(doomed, version),
                doomed.profile().name().toLowerCase(Locale.ROOT),
                Json.line(trees.computeIfAbsent(version, this::put)));
    Json.read("the mark", text.getBytes(UTF_8), SnapshotMark.class); // or it would be no mark
    put(Keys.snapshot(doomed.cell(), new Version(version)), text.getBytes(UTF_8));
    TriggerDocument trigger =
        new TriggerDocument(
            ++sequence,
            id,
            null,
            Desired.RUNNING,
            new Version(version),
            id,
            null,
            List.of(),
            List.of(id),
            null);
    put(Keys.trigger(doomed.cell()), Json.write(trigger));
    return id;
  }

  /** Tells the node to look. */
  void ring(NodeId node) {
    put(Keys.doorbell(node), Json.write(new Doorbell(Ids.next(Instant.now()))));
  }

  // A version that works has time on a loaded machine; one that does not is soon found out.
  private static String runs(Doomed doomed, String version) {
    String within = version.equals("1.2") ? "2s" : "10m";
    String check =
        doomed.profile() == Profile.DEPLOY
            ? "\"command\": \"grep -q works MODE\", \"stableFor\": \"0s\""
            : "\"http\": \"http://127.0.0.1:{{ vars.port }}/\", \"stableFor\": \"1s\"";
    return "\"health\": {%s, \"within\": \"%s\", \"timeout\": \"20s\"},".formatted(check, within)
        + (doomed.profile() == Profile.DEPLOY ? "" : "\"command\": \"./bin/web {{ vars.port }}\",");
  }

  private Map<String, Object> put(String version) {
    Map<String, Object> tree = new TreeMap<>();
    file(tree, version, "bin/web", "binary", PROGRAM.replace("@VERSION@", version));
    file(tree, version, "app.conf", "template", "{{ cell.id }} version " + version + "\n");
    String mode = version.equals("1.2") ? "fails" : "works";
    file(tree, version, "MODE", "binary", mode + " in version " + version + "\n");
    for (int i = tree.size(); i < FILES; i++) {
      file(tree, version, "lib/part-" + i, "binary", "part " + i + " version " + version + "\n");
    }
    return tree;
  }

  private void file(
      Map<String, Object> tree, String version, String path, String type, String content) {
    String key = "deployments/doomed/" + version + "/by-hand/" + path;
    byte[] bytes = content.getBytes(UTF_8);
    put(key, bytes);
    tree.put(path, TreeByHand.file(type, path.startsWith("bin/") ? "0755" : "0644", key, bytes));
  }

  private void put(String key, byte[] body) {
    store.put(key, body, Precondition.NONE);
  }
}
