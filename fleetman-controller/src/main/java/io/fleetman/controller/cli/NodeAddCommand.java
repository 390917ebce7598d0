package io.fleetman.controller.cli;

import io.fleetman.controller.config.NodeSetup;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.document.Heartbeat;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.Read;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
      converter = Converters.ToEndpoint.class,
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
    NodeSetup setup = new NodeSetup(node, labels, accessKey, secretKey, user);
    String config =
        setup.config(
            storage(),
            session.connection().storage().accessKey() != null,
            session.connection().singleWriter());
    if (printConfig) {
      session.terminal().out().print(config);
    } else if (session.json()) {
      session.printJson(new Document(node, config, setup.configFile(), setup.commands(config)));
    } else {
      warnOfArchive();
      show(setup, config);
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
    if (NodeSetup.isLocal(storage())) {
      terminal.say(
          note
              + storage().endpoint()
              + " is this machine alone; other machines need --endpoint with its address");
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
    return Path.of(clone, "fleetagent", "target", NodeSetup.ARCHIVE);
  }

  private StorageSettings storage() {
    return NodeSetup.at(endpoint, session.connection().storage());
  }

  private void show(NodeSetup setup, String config) {
    NodeId node = setup.node();
    Terminal terminal = session.terminal();
    Paint paint = terminal.paint();
    String clone = session.files().environment().get("FLEETMAN_CLONE");
    String archive = clone == null ? NodeSetup.ARCHIVE : archive(clone).toString();
    terminal.print(paint.bold("1. Copy the agent to " + node) + " (it brings its own Java):");
    terminal.print("");
    terminal.print(setup.copy(archive));
    terminal.print("");
    terminal.print(
        paint.bold("2. On " + node + (user ? "" : ", as root") + ", paste")
            + (accessKey == null ? " (with the node's own keys filled in)" : "")
            + ":");
    terminal.print("");
    setup.commands(config).forEach(terminal::print);
    terminal.print("");
    terminal.print(paint.bold("3. Here: ") + "fleetman agents");
  }
}
