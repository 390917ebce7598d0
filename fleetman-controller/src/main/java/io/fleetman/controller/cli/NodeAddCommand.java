package io.fleetman.controller.cli;

import io.fleetman.codec.Json;
import io.fleetman.controller.config.ConfigText;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.support.ProgramVersion;
import io.fleetman.document.Heartbeat;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.Read;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "Says what to paste on a machine so that it becomes a node; writes nothing.",
    footer = {
      "",
      "The keys are the node's own, never those of this configuration: make them at your store,"
          + " with",
      "the policy of docs/security.md.",
      "",
      "Example:",
      "  fleetman node add node-1 --label zone=a",
      "  fleetman node add node-1 --access-key KEY --secret-key SECRET --print-config > node-1.yaml"
    })
final class NodeAddCommand implements Callable<Integer> {
  // The agent is built with this program, and has its version.
  private static final String UNPACKED = "fleetagent-" + ProgramVersion.get() + "-linux-x64";
  private static final String ARCHIVE = UNPACKED + ".tar.gz";

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      converter = Converters.ToNode.class,
      description = "The node's id: a-z, 0-9, '.', '_' and '-'.")
  private @Nullable NodeId name;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "LABEL=VALUE",
      description = "A label of the node; may be given several times.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The store's URL as the node sees it (default: as in this configuration).")
  private @Nullable URI endpoint;

  @Option(names = "--access-key", description = "The node's own access key (default: to fill in).")
  private @Nullable String accessKey;

  @Option(names = "--secret-key", description = "Its secret (default: to fill in).")
  private @Nullable String secretKey;

  @Option(
      names = "--user",
      description = "For a plain user with systemctl --user, instead of root.")
  private boolean user;

  @Option(names = "--print-config", description = "Print the agent's configuration alone.")
  private boolean printConfig;

  NodeAddCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(NodeId node, String config, String configFile, List<String> commands) {}

  @Override
  public Integer call() {
    NodeId node = Objects.requireNonNull(name, "picocli requires it");
    if ((accessKey == null) != (secretKey == null)) {
      throw new CommandException(
          ExitCode.USAGE, "--access-key and --secret-key belong together: give both, or neither");
    }
    warn(node);
    String config = config(node);
    if (printConfig) {
      session.terminal().out().print(config);
    } else if (session.json()) {
      session.printJson(new Document(node, config, configFile(), commands(config)));
    } else {
      warnOfArchive();
      show(node, config);
    }
    return 0;
  }

  private void warn(NodeId node) {
    Terminal terminal = session.terminal();
    String note = terminal.sayPaint().warn("note:") + " ";
    if (session.fleet().documents().read(Keys.heartbeat(node), Heartbeat.class)
        instanceof Read.Found<Heartbeat>) {
      terminal.say(
          note + node + " is a node of this fleet already; two machines must not share it");
    }
    URI at = storage().endpoint();
    if (at != null && at.getHost().matches("localhost|127\\..*|\\[::1]")) {
      terminal.say(
          note + at + " is this machine alone; other machines need --endpoint with its address");
    }
  }

  private void warnOfArchive() {
    String clone = session.files().environment().get("FLEETMAN_CLONE");
    if (clone != null && !Files.exists(archive(clone))) {
      Terminal terminal = session.terminal();
      terminal.say(
          terminal.sayPaint().warn("note:")
              + " the agent's archive is not built yet: in "
              + clone
              + ", ./mvnw -q -DskipTests -pl fleetagent -am package");
    }
  }

  private static Path archive(String clone) {
    return Path.of(clone, "fleetagent", "target", ARCHIVE);
  }

  private StorageSettings storage() {
    StorageSettings mine = session.connection().storage();
    return endpoint == null
        ? mine
        : StorageSettings.of(
            endpoint,
            mine.region(),
            mine.bucket(),
            mine.prefix(),
            mine.pathStyle(),
            null,
            null,
            mine.requestTimeout(),
            mine.retries());
  }

  private String config(NodeId node) {
    List<String> lines = new ArrayList<>();
    lines.add("node_id: " + node);
    if (!labels.isEmpty()) {
      lines.add("labels:");
      labels.forEach((k, v) -> lines.add("  " + Json.line(k) + ": " + Json.line(v)));
    }
    lines.add("storage:");
    boolean keys = session.connection().storage().accessKey() != null || accessKey != null;
    ConfigText.storage(
            storage(),
            keys ? Objects.requireNonNullElse(accessKey, "ACCESS-KEY-OF-" + node) : null,
            keys ? Objects.requireNonNullElse(secretKey, "SECRET-KEY-OF-" + node) : null)
        .forEach(line -> lines.add("  " + line));
    if (session.connection().singleWriter()) {
      lines.add("single_writer: true");
    }
    return String.join("\n", lines) + "\n";
  }

  private String configFile() {
    return user ? "~/.config/fleetagent/config.yaml" : "/etc/fleetagent/config.yaml";
  }

  private List<String> commands(String config) {
    String file = configFile();
    String folder = file.substring(0, file.lastIndexOf('/'));
    return List.of(
        "tar -xzf /tmp/" + ARCHIVE + " -C /tmp",
        "mkdir -p " + folder,
        "(umask 077 && cat > " + file + ") <<'END'\n" + config + "END",
        "/tmp/" + UNPACKED + "/install.sh" + (user ? " --user" : ""),
        (user ? "~/.local/share" : "/opt") + "/fleetagent/bin/fleetagent check");
  }

  private void show(NodeId node, String config) {
    Terminal terminal = session.terminal();
    Paint paint = terminal.paint();
    String clone = session.files().environment().get("FLEETMAN_CLONE");
    String archive = clone == null ? ARCHIVE : archive(clone).toString();
    terminal.print(paint.bold("1. Copy the agent to " + node) + " (it brings its own Java):");
    terminal.print("");
    terminal.print("scp " + archive + " " + (user ? "" : "root@") + node + ":/tmp/");
    terminal.print("");
    terminal.print(
        paint.bold("2. On " + node + (user ? "" : ", as root") + ", paste")
            + (accessKey == null ? " (with the node's own keys filled in)" : "")
            + ":");
    terminal.print("");
    commands(config).forEach(terminal::print);
    terminal.print("");
    terminal.print(paint.bold("3. Here: ") + "fleetman agents");
  }
}
