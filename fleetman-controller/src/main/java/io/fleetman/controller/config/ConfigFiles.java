package io.fleetman.controller.config;

import io.fleetman.codec.StrictYaml;
import io.fleetman.codec.UnknownVariable;
import io.fleetman.codec.Utf8;
import io.fleetman.killpoint.KillPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the configuration: {@code --config}, {@code FLEETMAN_CONFIG}, {@code
 * ./controller_config.yaml}, {@code ~/.config/fleetman/config.yaml}, the first that is there.
 *
 * @param environment the program's environment variables
 * @param workingFolder where {@code ./} is
 * @param home the user's home folder
 */
public record ConfigFiles(Map<String, String> environment, Path workingFolder, Path home) {
  /** The variable that names a configuration file. */
  public static final String VARIABLE = "FLEETMAN_CONFIG";

  // Understood before this program runs, by what starts it.
  private static final List<String> LAUNCHER =
      List.of("BUILD", "CLONE", "JAVA_HOME", "JAVA_OPTIONS");

  /** The name of the file in a working folder. */
  public static final String LOCAL_NAME = "controller_config.yaml";

  /** The environment. */
  public ConfigFiles {
    environment = Map.copyOf(environment);
  }

  /**
   * A configuration and where it was read.
   *
   * @param where its file, or {@code the environment}
   * @param file its file; null if everything comes from the environment
   * @param config what it says
   */
  public record Loaded(String where, @Nullable Path file, ControllerConfig config) {}

  /**
   * A sentence for each variable of the environment that is probably a typing mistake. One that is
   * near to none is not ours to judge: a clone's build and tests take {@code FLEETMAN_} ones, too.
   */
  public List<String> warnings() {
    List<String> known =
        Stream.concat(
                Stream.of(VARIABLE, KillPoints.VARIABLE),
                Stream.concat(BucketSettings.VARIABLES.stream(), LAUNCHER.stream())
                    .map(name -> BucketSettings.PREFIX + name))
            .toList();
    return UnknownVariable.among(environment, BucketSettings.PREFIX, known).stream()
        .filter(unknown -> unknown.near() != null)
        .map(UnknownVariable::sentence)
        .toList();
  }

  /** The user's own file. */
  public Path userFile() {
    String xdg = environment.get("XDG_CONFIG_HOME");
    Path base = xdg == null || xdg.isEmpty() ? home.resolve(".config") : Path.of(xdg);
    return base.resolve("fleetman").resolve("config.yaml");
  }

  /**
   * Reads the configuration.
   *
   * @param explicit from {@code --config}; null if not given
   * @throws ConfigException if there is none, or it cannot be read
   * @throws io.fleetman.codec.DocumentException if it has an error, with its line
   */
  public Loaded load(@Nullable Path explicit) {
    String variable = environment.get(VARIABLE);
    if (explicit != null) {
      return read(workingFolder.resolve(explicit), "--config");
    }
    if (variable != null && !variable.isEmpty()) {
      return read(workingFolder.resolve(variable), VARIABLE);
    }
    List<Path> searched = new ArrayList<>();
    for (Path candidate : List.of(workingFolder.resolve(LOCAL_NAME), userFile())) {
      if (Files.exists(candidate)) {
        return read(candidate, "the search");
      }
      searched.add(candidate);
    }
    if (environment.containsKey(BucketSettings.PREFIX + "BUCKET")) {
      return new Loaded("the environment", null, ControllerConfig.EMPTY);
    }
    throw new ConfigException(
        "no configuration found (searched --config, "
            + VARIABLE
            + ", "
            + searched.stream().map(Path::toString).collect(Collectors.joining(", "))
            + "): run 'fleetman init' to make one");
  }

  /**
   * The fleet to work on: the chosen entry with the environment's values over it.
   *
   * @param bucket from {@code --bucket}; null if not given
   * @throws ConfigException if none can be chosen, or the chosen one is incomplete
   */
  public Connection connection(Loaded loaded, @Nullable String bucket) {
    boolean fromFile = loaded.file() != null;
    if (!fromFile && bucket != null) {
      throw new ConfigException(
          "--bucket "
              + bucket
              + " names an entry of a configuration file, and there is none: run 'fleetman init'");
    }
    String name = fromFile ? loaded.config().choose(loaded.where(), bucket) : "environment";
    return named(loaded, name, environment);
  }

  /**
   * All fleets that this machine knows, the one to work on first; the environment's values are over
   * that one alone.
   *
   * @param bucket from {@code --bucket}; null if not given
   * @throws ConfigException if the one to work on cannot be chosen, or any is incomplete
   */
  public List<Connection> connections(Loaded loaded, @Nullable String bucket) {
    ControllerConfig config = loaded.config();
    boolean unsaid = bucket == null && config.defaultBucket() == null;
    Connection first =
        unsaid && config.buckets().size() > 1
            ? named(loaded, config.buckets().keySet().iterator().next(), environment)
            : connection(loaded, bucket);
    List<Connection> all = new ArrayList<>(List.of(first));
    config.buckets().keySet().stream()
        .filter(name -> !name.equals(first.name()))
        .forEach(name -> all.add(named(loaded, name, Map.of())));
    return all;
  }

  private static Connection named(Loaded loaded, String name, Map<String, String> environment) {
    boolean fromFile = loaded.file() != null;
    BucketSettings entry =
        loaded
            .config()
            .buckets()
            .getOrDefault(name, BucketSettings.EMPTY)
            .overriddenBy(environment);
    try {
      return new Connection(name, entry.storage(), entry.singleWriter());
    } catch (IllegalArgumentException e) {
      String at = fromFile ? loaded.where() + ": buckets." + name : loaded.where();
      throw new ConfigException(at + ": " + e.getMessage(), e);
    }
  }

  private static Loaded read(Path file, String source) {
    try {
      return new Loaded(
          file.toString(),
          file,
          StrictYaml.read(
              file.toString(),
              Utf8.text(file.toString(), Files.readAllBytes(file)),
              ControllerConfig.class));
    } catch (IOException e) {
      String problem = Files.exists(file) ? "cannot be read" : "does not exist";
      throw new ConfigException(
          file
              + " "
              + problem
              + " (named by "
              + source
              + "): correct the path, or run 'fleetman"
              + " init'",
          e);
    }
  }
}
