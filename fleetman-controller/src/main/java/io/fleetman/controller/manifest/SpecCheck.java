package io.fleetman.controller.manifest;

import io.fleetman.codec.Nearest;
import io.fleetman.controller.tree.Modes;
import io.fleetman.document.FileRule;
import io.fleetman.document.FileType;
import io.fleetman.document.HealthCheck;
import io.fleetman.document.Hook;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.document.RestartPolicy;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import io.fleetman.template.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a definition's types cannot say: pure checks, each problem one sentence. */
public final class SpecCheck {
  private static final Pattern ENV = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}");
  private static final Pattern HOST_PORT = Pattern.compile("\\S+:\\d{1,5}");
  private static final Duration LONGEST = Duration.ofDays(1);

  private final List<String> problems = new ArrayList<>();

  private SpecCheck() {}

  /** The problems, in the order of the fields; empty if it is fine. */
  public static List<String> problems(Definition definition) {
    SpecCheck check = new SpecCheck();
    switch (definition) {
      case Definition.Service s -> {
        check.spec(s.spec());
        check.cells(s.spec(), s.cells());
      }
      case Definition.Cell c -> check.variables("variables", c.variables());
      case Definition.ResourceProfile p -> {
        if (p.limits().equals(Limits.NONE)) {
          check.add("limits is empty: write at least one, such as memory: 512M");
        }
      }
    }
    return List.copyOf(check.problems);
  }

  /** The problems of a manifest's definition alone. */
  static List<String> problems(ManifestSpec spec) {
    SpecCheck check = new SpecCheck();
    check.spec(spec);
    return List.copyOf(check.problems);
  }

  private void spec(ManifestSpec spec) {
    oneLine("description", spec.description());
    for (int i = 0; i < spec.files().size(); i++) {
      rule("files[" + i + "]", spec.files().get(i));
    }
    profile(spec);
    account("user", spec.user());
    account("group", spec.group());
    variables("variables", spec.variables());
    Set<String> known = spec.variables().keySet();
    template("command", spec.command(), known);
    spec.env()
        .forEach(
            (name, value) -> {
              if (!ENV.matcher(name).matches()) {
                add("env: '" + name + "' is not a variable name: use letters, digits and '_'");
              }
              template("env." + name, value, known);
            });
    duration("stopTimeout", spec.stopTimeout());
    health(spec.health(), known);
    hook("hooks.preStart", spec.hooks().preStart(), known);
    hook("hooks.postStart", spec.hooks().postStart(), known);
    hook("hooks.preStop", spec.hooks().preStop(), known);
    hook("hooks.postStop", spec.hooks().postStop(), known);
    paths("data", spec.data());
    paths("logs", spec.logs());
    for (RelativePath log : spec.logs()) {
      if (!log.value().contains("/")) {
        add("logs: '" + log + "' needs a folder of its own, which is kept: such as logs/" + log);
      }
      if (spec.data().contains(log)) {
        add("logs: '" + log + "' is a data folder too: name the log file in it");
      }
    }
  }

  private void profile(ManifestSpec spec) {
    Profile profile = spec.profile();
    boolean limits = !spec.limits().equals(Limits.NONE) || spec.resourceProfile() != null;
    if (profile == Profile.DEPLOY) {
      if (spec.command() != null) {
        add("command: the deploy profile runs nothing: remove it, or use profile systemd");
      }
      if (spec.unit() != null) {
        add("unit: the deploy profile has no unit: remove it, or use profile systemd");
      }
      if (limits) {
        add("limits: the deploy profile runs nothing that they could limit: remove them");
      }
      noProcess("the deploy profile runs nothing: remove it", spec);
      if (spec.health().http() != null || spec.health().tcp() != null) {
        add("health: nothing listens with the deploy profile: use health.command, or remove it");
      }
      return;
    }
    if (spec.command() == null && spec.unit() == null) {
      add("command is missing: say what runs, or name a unit file of your own under unit");
    }
    if (spec.command() != null && spec.unit() != null) {
      add("command and unit exclude each other: the unit says what runs, so remove one");
    }
    if (spec.unit() != null) {
      String fix = "the unit file says that itself: write it there, and remove it here";
      noProcess(fix, spec);
      if (limits) {
        add("limits: " + fix);
      }
    }
    if (spec.command() != null && spec.command().isBlank()) {
      add("command is empty: say what runs");
    }
    if (profile == Profile.SUPERVISOR && limits) {
      add("limits: supervisord cannot enforce any: remove them, or use profile systemd");
    }
  }

  // What a generated unit would say, and nobody else does.
  private void noProcess(String fix, ManifestSpec spec) {
    if (spec.stopTimeout() != null) {
      add("stopTimeout: " + fix);
    }
    if (spec.restart() != RestartPolicy.ON_FAILURE) {
      add("restart: " + fix);
    }
  }

  private void rule(String field, FileRule rule) {
    if (!rule.path().equals(".")) {
      try {
        var _ = new RelativePath(rule.path());
      } catch (InvalidNameException e) {
        add(field + ".path: " + e.getMessage());
      }
    } else if (rule.type() == FileType.FOLDER) {
      add(field + ".type: '.' is everything and cannot be a folder of its own: name the folder");
    }
    if (rule.mode() != null && !Modes.isOctal(rule.mode())) {
      add(field + ".mode: '" + rule.mode() + "' is not octal: write it quoted, such as \"0640\"");
    }
    account(field + ".owner", rule.owner());
    account(field + ".group", rule.group());
    if (rule.exclude().stream().anyMatch(String::isBlank)) {
      add(field + ".exclude: an empty pattern matches nothing: remove it");
    }
  }

  private void health(HealthCheck health, Set<String> known) {
    template("health.http", health.http(), known);
    template("health.tcp", health.tcp(), known);
    template("health.command", health.command(), known);
    if (health.http() != null && !health.http().matches("https?://\\S.*")) {
      add("health.http: '" + health.http() + "' is not a URL: begin it with http:// or https://");
    }
    String tcp = health.tcp();
    if (tcp != null && !tcp.contains("{{") && !HOST_PORT.matcher(tcp).matches()) {
      add("health.tcp: '" + tcp + "' is not host:port: write it like 127.0.0.1:8080");
    }
    duration("health.within", health.within());
    duration("health.timeout", health.timeout());
    duration("health.interval", health.interval());
    if (health.stableFor().compareTo(LONGEST) > 0) {
      add("health.stableFor is longer than a day: shorten it");
    }
  }

  private void hook(String field, @Nullable Hook hook, Set<String> known) {
    if (hook != null) {
      if (hook.command().isBlank()) {
        add(field + ".command is empty: say what runs, or remove the hook");
      }
      for (String token : Tokens.unknown(hook.command(), known)) {
        unknown(field + ".command", token);
      }
      duration(field + ".timeout", hook.timeout());
    }
  }

  /** The problems of what a cell sets for a manifest's variables. */
  static List<String> problems(ManifestSpec spec, Map<String, String> variables) {
    SpecCheck check = new SpecCheck();
    check.ofCell("variables", spec, variables);
    return List.copyOf(check.problems);
  }

  private void cells(ManifestSpec spec, List<CellEntry> cells) {
    Set<CellRef> seen = new HashSet<>();
    for (int i = 0; i < cells.size(); i++) {
      String field = "cells[" + i + "]";
      CellEntry cell = cells.get(i);
      if (!seen.add(cell.ref())) {
        add(field + ": the cell " + cell.ref() + " is named twice: give one an id of its own");
      }
      ofCell(field + ".variables", spec, cell.variables());
    }
  }

  private void ofCell(String field, ManifestSpec spec, Map<String, String> variables) {
    variables(field, variables);
    Set<String> known = spec.variables().keySet();
    for (String name : variables.keySet()) {
      if (!known.contains(name)) {
        String meant = Nearest.of(name, known);
        add(
            field
                + ": the manifest has no variable '"
                + name
                + "'"
                + (meant == null ? "" : "; did you mean '" + meant + "'?")
                + (known.isEmpty() ? "" : " (it has " + String.join(", ", known) + ")")
                + ": declare it under the manifest's variables with a default");
      }
    }
  }

  private void variables(String field, Map<String, String> variables) {
    variables.forEach(
        (name, value) -> {
          if (!VARIABLE.matcher(name).matches()) {
            add(
                field
                    + ": '"
                    + name
                    + "' is not a variable name: begin with a letter, then letters, digits, '_',"
                    + " '.' and '-'");
          }
          oneLine(field + "." + name, value);
        });
  }

  private void template(String field, @Nullable String text, Set<String> known) {
    if (text != null) {
      oneLine(field, text);
      for (String token : Tokens.unknown(text, known)) {
        unknown(field, token);
      }
    }
  }

  private void unknown(String field, String token) {
    add(
        field
            + ": unknown token '{{ "
            + token
            + " }}'"
            + (token.startsWith("vars.")
                ? ": declare it under variables with a default"
                : ": known are vars.NAME, labels.NAME, node.id, cell.id, manifest, version,"
                    + " folders.release, folders.current and folders.data"));
  }

  private void account(String field, @Nullable String name) {
    if (name != null && !ACCOUNT.matcher(name).matches()) {
      add(field + ": '" + name + "' is not a name of a user or group");
    }
  }

  // What ends a line would begin a new directive in a unit file.
  private void oneLine(String field, @Nullable String text) {
    if (text != null && text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      add(field + " has a line break or a control character: keep it on one line");
    }
  }

  private void duration(String field, @Nullable Duration duration) {
    if (duration != null && (duration.isZero() || duration.compareTo(LONGEST) > 0)) {
      add(field + " must be more than 0 and at most a day");
    }
  }

  private void paths(String field, List<RelativePath> paths) {
    Set<RelativePath> seen = new HashSet<>();
    for (RelativePath path : paths) {
      if (!seen.add(path)) {
        add(field + ": '" + path + "' is named twice: remove one");
      }
    }
  }

  private void add(String problem) {
    problems.add(problem);
  }
}
