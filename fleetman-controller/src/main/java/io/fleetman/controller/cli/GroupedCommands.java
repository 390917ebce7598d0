package io.fleetman.controller.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The root's list of commands, by what one wants to do. */
final class GroupedCommands implements IHelpSectionRenderer {
  private static final Map<String, List<String>> GROUPS = groups();

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Start", List.of("demo", "init", "new", "node", "store", "controller"));
    groups.put("Deploy a folder", List.of("deploy", "status", "logs"));
    groups.put(
        "Step by step",
        List.of(
            "apply",
            "manifest",
            "resource-profile",
            "upload",
            "seal",
            "cell",
            "publish",
            "deployment",
            "staging",
            "override",
            "version"));
    groups.put("Jobs", List.of("run", "job", "template"));
    groups.put("Run", List.of("rollback", "restart", "stop", "start", "repair", "remove"));
    groups.put(
        "Look",
        List.of(
            "diff", "history", "activity", "operation", "agents", "doctor", "prune", "storage"));
    groups.put("Who gets in", List.of("user", "token"));
    groups.put("More", List.of());
    return groups;
  }

  @Override
  public String render(Help help) {
    Map<String, Help> commands = new LinkedHashMap<>(help.subcommands());
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, names) -> {
          List<String> members =
              names.isEmpty() ? new ArrayList<>(commands.keySet()) : new ArrayList<>(names);
          StringBuilder lines = new StringBuilder();
          for (String name : members) {
            Help command = commands.remove(name);
            if (command != null && !command.commandSpec().usageMessage().hidden()) {
              lines.append(line(help, name, command));
            }
          }
          if (!lines.isEmpty()) {
            text.append("\n").append(help.colorScheme().text("@|bold " + title + "|@"));
            text.append("\n").append(lines);
          }
        });
    return text.toString();
  }

  private static String line(Help help, String name, Help command) {
    String[] description = command.commandSpec().usageMessage().description();
    String first = description.length == 0 ? "" : description[0];
    return String.format(
        "  %s%s%s%n",
        help.colorScheme().commandText(name), " ".repeat(Math.max(1, 13 - name.length())), first);
  }
}
