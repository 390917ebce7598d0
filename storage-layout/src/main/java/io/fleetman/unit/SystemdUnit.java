package io.fleetman.unit;

import io.fleetman.document.Limits;
import io.fleetman.document.RestartPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a systemd unit for a service. Pure. */
public final class SystemdUnit {
  // Lets a service that fails at once try for about a minute, then leaves it failed.
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);
  private static final int START_LIMIT = 30;
  private static final Duration START_LIMIT_INTERVAL = Duration.ofMinutes(5);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@/.,:=+-]+");

  private SystemdUnit() {}

  /**
   * The unit.
   *
   * @param system true for the machine's systemd, false for a user's
   */
  public static String text(Service service, boolean system) {
    StringBuilder out = new StringBuilder(Marker.systemd(service.cell()));
    out.append("[Unit]\n");
    line(
        out,
        "Description",
        specifiers(service.manifest() + " " + service.version() + ", cell " + service.cell()));
    if (system) {
      line(out, "Wants", "network-online.target");
      line(out, "After", "network-online.target");
    }
    line(out, "StartLimitIntervalSec", START_LIMIT_INTERVAL.toSeconds());
    line(out, "StartLimitBurst", START_LIMIT);
    out.append("\n[Service]\n");
    line(out, "Type", "exec");
    line(out, "WorkingDirectory", specifiers(service.current().toString()));
    line(
        out,
        "ExecStart",
        service.argv().stream().map(SystemdUnit::argument).collect(Collectors.joining(" ")));
    environment(out, service.env());
    if (system) {
      optional(out, "User", service.user());
      optional(out, "Group", service.group());
    }
    line(out, "Restart", restart(service.restart()));
    line(out, "RestartSec", RESTART_PAUSE.toSeconds());
    if (service.stopTimeout() != null) {
      line(out, "TimeoutStopSec", service.stopTimeout().toMillis() + "ms");
    }
    limits(out, service.limits());
    out.append("\n[Install]\n");
    line(out, "WantedBy", system ? "multi-user.target" : "default.target");
    return out.toString();
  }

  private static void environment(StringBuilder out, Map<String, String> env) {
    new TreeMap<>(env)
        .forEach((name, value) -> line(out, "Environment", quoted(name + "=" + value)));
  }

  private static void limits(StringBuilder out, Limits limits) {
    optional(out, "MemoryMax", limits.memory() == null ? null : limits.memory().bytes());
    optional(out, "MemorySwapMax", limits.swap() == null ? null : limits.swap().bytes());
    optional(out, "CPUQuota", limits.cpu());
    optional(out, "IOWeight", limits.io());
    optional(out, "TasksMax", limits.tasks());
  }

  private static String restart(RestartPolicy policy) {
    return switch (policy) {
      case NO -> "no";
      case ON_FAILURE -> "on-failure";
      case ALWAYS -> "always";
    };
  }

  private static void optional(
      StringBuilder out, String key, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      line(out, key, value);
    }
  }

  private static void line(StringBuilder out, String key, Object value) {
    out.append(key).append('=').append(value).append('\n');
  }

  /** One argument of ExecStart: besides quotes, {@code $} and {@code %} have a meaning there. */
  static String argument(String text) {
    return PLAIN.matcher(text).matches() ? text : quoted(text).replace("$", "$$");
  }

  private static String quoted(String text) {
    String escaped =
        text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
    return '"' + specifiers(escaped) + '"';
  }

  private static String specifiers(String text) {
    return text.replace("%", "%%");
  }
}
