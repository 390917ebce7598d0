package io.fleetman.controller.config;

import io.fleetman.codec.Json;
import io.fleetman.controller.support.ProgramVersion;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to make a machine a node: the agent's configuration and the commands to paste
 * there. The controller's own keys are never in it.
 *
 * @param node its id
 * @param labels its labels
 * @param accessKey the node's own key; null: to be filled in there
 * @param secretKey its secret; null: to be filled in there
 * @param user true for a plain user with {@code systemctl --user}, instead of root
 */
public record NodeSetup(
    NodeId node,
    Map<String, String> labels,
    @Nullable String accessKey,
    @Nullable String secretKey,
    boolean user) {
  // The agent is built with this program, and has its version.
  private static final String UNPACKED = "fleetagent-" + ProgramVersion.get() + "-linux-x64";

  /** The agent's archive, as it is built. */
  public static final String ARCHIVE = UNPACKED + ".tar.gz";

  /** The same store as others see it, if they need another address for it. */
  public static StorageSettings at(@Nullable URI endpoint, StorageSettings mine) {
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

  /** Whether only this machine can reach the store under its address. */
  public static boolean isLocal(StorageSettings storage) {
    URI at = storage.endpoint();
    return at != null && at.getHost().matches("localhost|127\\..*|\\[::1]");
  }

  /**
   * The agent's configuration.
   *
   * @param storage as the node sees it
   * @param withKeys false where the controller has none either: an AWS credential chain
   */
  public String config(StorageSettings storage, boolean withKeys, boolean singleWriter) {
    List<String> lines = new ArrayList<>();
    lines.add("node_id: " + node);
    if (!labels.isEmpty()) {
      lines.add("labels:");
      labels.forEach((k, v) -> lines.add("  " + Json.line(k) + ": " + Json.line(v)));
    }
    lines.add("storage:");
    boolean keys = withKeys || accessKey != null;
    ConfigText.storage(
            storage,
            keys ? Objects.requireNonNullElse(accessKey, "ACCESS-KEY-OF-" + node) : null,
            keys ? Objects.requireNonNullElse(secretKey, "SECRET-KEY-OF-" + node) : null)
        .forEach(line -> lines.add("  " + line));
    if (singleWriter) {
      lines.add("single_writer: true");
    }
    return String.join("\n", lines) + "\n";
  }

  /** Where the configuration is on the node. */
  public String configFile() {
    return user ? "~/.config/fleetagent/config.yaml" : "/etc/fleetagent/config.yaml";
  }

  /** How the agent's archive gets there. */
  public String copy(String archive) {
    return "scp " + archive + " " + (user ? "" : "root@") + node + ":/tmp/";
  }

  /** What to paste on the node. */
  public List<String> commands(String config) {
    String file = configFile();
    String folder = file.substring(0, file.lastIndexOf('/'));
    return List.of(
        "tar -xzf /tmp/" + ARCHIVE + " -C /tmp",
        "mkdir -p " + folder,
        "(umask 077 && cat > " + file + ") <<'END'\n" + config + "END",
        "/tmp/" + UNPACKED + "/install.sh" + (user ? " --user" : ""),
        (user ? "~/.local/share" : "/opt") + "/fleetagent/bin/fleetagent check");
  }
}
