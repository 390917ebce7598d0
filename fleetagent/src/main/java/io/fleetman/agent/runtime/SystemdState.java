package io.fleetman.agent.runtime;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What systemd's properties of a unit mean. Pure; status text for people is never read. */
final class SystemdState {
  /** The properties that are asked for. */
  static final String PROPERTIES =
      "LoadState,LoadError,ActiveState,SubState,Result,ExecMainCode,ExecMainStatus,NRestarts,MainPID,"
          + "UnitFileState,DropInPaths";

  private static final Set<String> ENABLED =
      Set.of("enabled", "enabled-runtime", "static", "linked", "alias", "indirect", "generated");

  private SystemdState() {}

  static Map<String, String> parse(String output) {
    Map<String, String> properties = new TreeMap<>();
    output
        .lines()
        .filter(l -> l.indexOf('=') > 0)
        .forEach(
            l -> properties.put(l.substring(0, l.indexOf('=')), l.substring(l.indexOf('=') + 1)));
    return properties;
  }

  static UnitState of(Map<String, String> p) {
    String active = p.getOrDefault("ActiveState", "unknown");
    return new UnitState(
        active,
        detail(p),
        active.equals("active") || active.equals("reloading"),
        ENABLED.contains(p.getOrDefault("UnitFileState", "")),
        number(p, "MainPID"),
        (int) number(p, "NRestarts"));
  }

  private static String detail(Map<String, String> p) {
    String load = p.getOrDefault("LoadState", "loaded");
    if (!load.equals("loaded")) {
      return load.equals("not-found") ? "there is no unit" : "the unit cannot be loaded: " + load;
    }
    return switch (p.getOrDefault("Result", "success")) {
      case "success" -> p.getOrDefault("SubState", "");
      case "exit-code" -> "it ended with " + exit(number(p, "ExecMainStatus"));
      case "signal", "core-dump" -> "it was killed by signal " + number(p, "ExecMainStatus");
      case "oom-kill" -> "it was killed because it used more memory than its limit";
      case "timeout" -> "it did not start or stop in time";
      case "start-limit-hit" ->
          "it was started too often; the last time it ended with "
              + exit(number(p, "ExecMainStatus"));
      case "resources" -> "systemd could not set it up (result resources)";
      default -> "systemd says " + p.get("Result");
    };
  }

  // systemd.exec(5), "Process Exit Codes"
  private static String exit(long status) {
    String meaning =
        switch ((int) status) {
          case 200 -> "cannot enter its working directory";
          case 203 -> "the command cannot be executed";
          case 216 -> "its group does not exist";
          case 217 -> "its user does not exist";
          case 226 -> "its mount namespace cannot be set up";
          default -> null;
        };
    return "exit status " + status + (meaning == null ? "" : " (" + meaning + ")");
  }

  private static long number(Map<String, String> p, String name) {
    String value = p.getOrDefault(name, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }
}
