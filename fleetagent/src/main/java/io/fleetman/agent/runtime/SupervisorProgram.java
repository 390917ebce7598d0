package io.fleetman.agent.runtime;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of a supervisord program for a service. Pure. */
final class SupervisorProgram {
  private SupervisorProgram() {}

  static String text(Service service) {
    StringBuilder out = new StringBuilder(Marker.supervisor(service.cell()));
    out.append("[program:").append(Service.name(service.cell())).append("]\n");
    line(
        out,
        "command",
        service.argv().stream().map(SupervisorProgram::argument).collect(Collectors.joining(" ")));
    line(out, "directory", percent(service.current().toString()));
    if (!service.env().isEmpty()) {
      line(out, "environment", environment(service.env()));
    }
    if (service.user() != null) {
      line(out, "user", service.user());
    }
    line(out, "autostart", "true");
    line(
        out,
        "autorestart",
        switch (service.restart()) {
          case NO -> "false";
          case ON_FAILURE -> "unexpected";
          case ALWAYS -> "true";
        });
    line(out, "exitcodes", "0");
    line(out, "startsecs", "1");
    line(out, "startretries", "3");
    if (service.stopTimeout() != null) {
      line(out, "stopwaitsecs", Math.max(1, service.stopTimeout().toSeconds()));
    }
    line(out, "stopasgroup", "true");
    line(out, "killasgroup", "true");
    line(out, "redirect_stderr", "true");
    line(out, "stdout_logfile", percent(service.output().toString()));
    line(out, "stdout_logfile_maxbytes", "10MB");
    line(out, "stdout_logfile_backups", "1");
    return out.toString();
  }

  /** The same program, to be started with supervisord or not. */
  static String enabled(String text, boolean enabled) {
    String other = "autostart=" + enabled;
    return text.lines().anyMatch(l -> l.startsWith("autostart="))
        ? text.replaceAll("(?m)^autostart=.*$", other)
        : text.replaceFirst("(?m)^(\\[program:[^\\]]*\\])$", "$1\n" + other);
  }

  private static String environment(Map<String, String> env) {
    return new TreeMap<>(env)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + quoted(e.getValue()))
            .collect(Collectors.joining(","));
  }

  private static String argument(String text) {
    return text.matches("[A-Za-z0-9_@/.,:=+-]+") ? text : quoted(text);
  }

  // supervisord splits like a shell, and fills in %(name)s before it does.
  private static String quoted(String text) {
    return '"' + percent(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static String percent(String text) {
    return text.replace("%", "%%");
  }

  private static void line(StringBuilder out, String key, Object value) {
    out.append(key).append('=').append(value).append('\n');
  }
}
