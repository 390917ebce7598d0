package io.fleetman.controller.console;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
public final class GlobalOptions {
  /** How results are written. */
  public enum Format {
    /** For people. */
    text,
    /** For programs: one document on standard output, and nothing else there. */
    json
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      order = 104,
      description = "Explain this command.")
  private boolean help;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 100,
      description = "The configuration, instead of the first one found.")
  private @Nullable Path config;

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      order = 101,
      description = "Which of the configuration's buckets to work on.")
  private @Nullable String bucket;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      scope = ScopeType.INHERIT,
      order = 102,
      description = "How results are written; json: one document on stdout, nothing else there.")
  private Format output = Format.text;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      order = 103,
      description =
          "Say more on stderr; an error's stack trace too. Twice for the libraries' logs.")
  private boolean[] verbose = {};

  /** Whether {@code --help} was given; then no command runs. */
  public boolean help() {
    return help;
  }

  /** {@code --config}. */
  public @Nullable Path config() {
    return config;
  }

  /** {@code --bucket}. */
  public @Nullable String bucket() {
    return bucket;
  }

  /** Whether {@code --output json} was given. */
  public boolean json() {
    return output == Format.json;
  }

  /** How often {@code -v} was given. */
  public int verbosity() {
    return verbose.length;
  }
}
