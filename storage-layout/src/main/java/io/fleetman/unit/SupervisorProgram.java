package io.fleetman.unit;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a supervisord program for a service. Pure. */
public final class SupervisorProgram {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@/.,:=+-]+");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)[;#]");

  private SupervisorProgram() {}

  /**
   * The program's section.
   *
   * @throws CannotPassOnException if supervisord would change an argument or a variable
   */
  public static String text(Service service) throws CannotPassOnException {
    check(service);
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
  public static String enabled(String text, boolean enabled) {
    String other = "autostart=" + enabled;
    return text.lines().anyMatch(l -> l.startsWith("autostart="))
        ? text.replaceAll("(?m)^autostart=.*$", other)
        : text.replaceFirst("(?m)^(\\[program:[^\\]]*\\])$", "$1\n" + other);
  }

  // supervisord reads quotes, but no escapes within them, and cuts a line at " ;" and " #". A line
  // break would begin
  // another setting, and could keep it from reading the programs of all others.
  private static void check(Service service) throws CannotPassOnException {
    for (Map.Entry<String, String> e : service.env().entrySet()) {
      String value = e.getValue();
      if (COMMENT.matcher(value).find()
          || breaksLine(value)
          || value.matches("(?s)['\"].*|.*['\"]")
          || (value.contains("'") && value.contains("\""))) {
        throw new CannotPassOnException(
            "supervisord cannot pass on env."
                + e.getKey()
                + ": avoid ' ;', ' #', line breaks, both kinds of quotes, and quotes at either"
                + " end");
      }
    }
    for (String argument : service.argv()) {
      if (COMMENT.matcher(argument).find() || breaksLine(argument)) {
        throw new CannotPassOnException(
            "supervisord cannot pass on an argument of 'command' with ' ;', ' #' or a line break");
      }
    }
  }

  private static boolean breaksLine(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  private static String environment(Map<String, String> env) {
    return new TreeMap<>(env)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + percent(either(e.getValue())))
            .collect(Collectors.joining(","));
  }

  private static String either(String value) {
    return value.contains("\"") ? "'" + value + "'" : '"' + value + '"';
  }

  private static String argument(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + percent(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static String percent(String text) {
    return text.replace("%", "%%");
  }

  private static void line(StringBuilder out, String key, Object value) {
    out.append(key).append('=').append(value).append('\n');
  }
}
