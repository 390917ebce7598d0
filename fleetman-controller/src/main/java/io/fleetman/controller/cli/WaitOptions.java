package io.fleetman.controller.cli;

import io.fleetman.codec.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long to follow what the nodes make of a command. */
final class WaitOptions {
  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      order = 85,
      description = "Follow the nodes until they are done (default), or not.")
  private boolean wait = true;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = TimeConverter.class,
      order = 86,
      description = "How long to follow, such as 90s or 10m (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(5);

  /** Whether to follow. */
  boolean waits() {
    return wait;
  }

  /** How long. */
  Duration timeout() {
    return timeout;
  }

  /** Reads {@code 90s}. */
  static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return Durations.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
