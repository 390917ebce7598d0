package io.fleetman.agent.config;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.StrictYaml;
import io.fleetman.codec.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds and reads the agent's configuration. */
public final class ConfigSource {
  /**
   * A configuration as it was found.
   *
   * @param config the settings
   * @param from the file's name, or {@code the environment}
   * @param warnings what is not wrong but should be changed, a sentence each
   */
  public record Loaded(AgentConfig config, String from, List<String> warnings) {}

  private final Map<String, String> environment;
  private final Machine machine;

  /** From this environment, with this machine's defaults. */
  public ConfigSource(Map<String, String> environment, Machine machine) {
    this.environment = Map.copyOf(environment);
    this.machine = machine;
  }

  /**
   * Reads the configuration that applies: the file given, else that of {@code FLEETAGENT_CONFIG},
   * else the first of {@code ./agent_config.yaml}, {@code /etc/fleetagent/config.yaml} and {@code
   * ~/.config/fleetagent/config.yaml}, else the environment alone.
   *
   * @throws DocumentException with a sentence that names what to change
   */
  public Loaded load(@Nullable Path given) {
    Overrides overrides = new Overrides(environment);
    List<String> warnings = new ArrayList<>(overrides.warnings());
    Path path = find(given);
    if (path == null && !environment.containsKey("FLEETAGENT_BUCKET")) {
      throw new DocumentException(
          "no configuration found: give --config FILE, or put one at "
              + places().get(1)
              + " (agent_config.example.yaml shows how)");
    }
    String where = path == null ? "the environment" : path.toString();
    ConfigFile file = path == null ? ConfigFile.EMPTY : read(path, warnings);
    return new Loaded(Settings.complete(where, overrides.over(file), machine), where, warnings);
  }

  private @Nullable Path find(@Nullable Path given) {
    if (given != null) {
      return given;
    }
    String named = environment.get(Overrides.CONFIG);
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    // A user's own comes before the machine's that it may not read.
    return places().stream()
        .filter(Files::isReadable)
        .findFirst()
        .or(() -> places().stream().filter(Files::exists).findFirst())
        .orElse(null);
  }

  private List<Path> places() {
    return List.of(
        Path.of("agent_config.yaml"),
        Path.of("/etc/fleetagent/config.yaml"),
        machine.home().resolve(".config/fleetagent/config.yaml"));
  }

  private static ConfigFile read(Path path, List<String> warnings) {
    try {
      String text = Utf8.text(path.toString(), Files.readAllBytes(path));
      ConfigFile file = StrictYaml.read(path.toString(), text, ConfigFile.class);
      if (file.storage() != null
          && file.storage().secretKey() != null
          && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)) {
        warnings.add(path + " holds a secret and everybody may read it: chmod 600 " + path);
      }
      return file;
    } catch (IOException e) {
      throw new DocumentException(
          path + " cannot be read (" + e.getClass().getSimpleName() + "): check that it is there",
          e);
    }
  }
}
