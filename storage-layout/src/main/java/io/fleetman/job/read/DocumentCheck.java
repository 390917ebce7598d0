package io.fleetman.job.read;

import io.fleetman.job.JobDocument;
import io.fleetman.job.Parameter;
import io.fleetman.job.Parameters;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.CellId;
import io.fleetman.layout.InvalidNameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a schema cannot say of a document. Pure. */
final class DocumentCheck {
  private static final Set<String> SHELLS =
      Set.of(
          "sh", "bash", "dash", "ash", "zsh", "ksh", "fish", "busybox", "csh", "tcsh", "perl",
          "ruby", "node", "php", "awk", "gawk", "mawk", "sed", "eval", "su");
  private static final Set<String> CODE_FIRST = Set.of("awk", "gawk", "mawk", "sed", "eval");
  private static final Pattern PYTHON = Pattern.compile("python[0-9.]*");

  private final JobDocument document;
  private final List<String> problems = new ArrayList<>();

  private DocumentCheck(JobDocument document) {
    this.document = document;
  }

  static List<String> problems(JobDocument document) {
    DocumentCheck check = new DocumentCheck(document);
    check.parameters();
    check.steps("steps", document.steps());
    if (document.finalStep() != null) {
      check.step("finalStep", document.finalStep());
    }
    check.steps("finally", document.always());
    return check.problems;
  }

  private void parameters() {
    Map<String, String> seen = new TreeMap<>();
    document
        .parameters()
        .forEach(
            (name, parameter) -> {
              String other = seen.put(name.toUpperCase(Locale.ROOT), name);
              if (other != null) {
                add("parameters." + name, "differs from '" + other + "' in case alone");
              }
              parameter(name, parameter);
            });
  }

  private void parameter(String name, Parameter parameter) {
    String place = "parameters." + name;
    if (parameter.pattern() != null) {
      try {
        Pattern.compile(parameter.pattern());
      } catch (PatternSyntaxException e) {
        add(place + ".pattern", "is no regular expression: " + e.getDescription());
        return;
      }
    }
    for (String value : parameter.allowed()) {
      Parameters.problem(parameter, value).ifPresent(p -> add(place + ".allowed", p));
    }
    if (parameter.secret() && parameter.preset() != null) {
      add(
          place + ".default",
          "a secret has no default, since everybody who sees the document would know it: leave it"
              + " out, and give the value when the job is run");
    }
    if (parameter.preset() != null) {
      Parameters.problem(parameter, parameter.preset()).ifPresent(p -> add(place + ".default", p));
    }
  }

  private void steps(String place, List<Step> steps) {
    for (int i = 0; i < steps.size(); i++) {
      step(place + "[" + i + "]", steps.get(i));
    }
  }

  private void step(String place, Step step) {
    step.env().forEach((name, value) -> known(place + ".env." + name, value));
    String input = place + ".input";
    switch (step.input()) {
      case StepInput.RunCommand c -> command(input + ".command", c.command());
      case StepInput.RunScript s -> {
        if (s.script() != null && !Parameters.names(s.script()).isEmpty()) {
          add(
              input + ".script",
              "a parameter within a script would be read by its interpreter: use $"
                  + Parameters.variable(Parameters.names(s.script()).first())
                  + ", which its environment has");
        }
        all(input + ".args", s.args());
      }
      case StepInput.RunHandler h -> all(input + ".args", h.args());
      case StepInput.WriteFile w -> {
        path(input + ".path", w.path());
        known(input + ".content", w.content());
      }
      case StepInput.Download d -> path(input + ".path", d.path());
      case StepInput.Service s -> cell(input + ".cell", s.cell());
      case StepInput.Reboot _ -> {
        // says nothing
      }
    }
  }

  private void command(String place, List<String> command) {
    all(place, command);
    String program = command.getFirst();
    if (program.isBlank() || program.chars().anyMatch(Character::isWhitespace)) {
      add(place + "[0]", "'" + program + "' is no program: give each argument as an element");
    }
    boolean interpreted = false;
    for (int i = 0; i < command.size(); i++) {
      String word = command.get(i);
      if (interpreted && i > 0 && code(command.get(i - 1)) && !Parameters.names(word).isEmpty()) {
        add(
            place + "[" + i + "]",
            "a parameter here would be read by "
                + command.getFirst()
                + ": use $"
                + Parameters.variable(Parameters.names(word).first())
                + ", or give it as an argument of its own");
      }
      interpreted |= interpreter(word);
    }
  }

  private static boolean interpreter(String word) {
    String name = word.substring(word.lastIndexOf('/') + 1);
    return SHELLS.contains(name) || PYTHON.matcher(name).matches();
  }

  // What follows "-c", "-lc" or "-e", or comes first after a program that takes its code so.
  private static boolean code(String word) {
    return word.matches("-[A-Za-z]*[cerE]")
        || word.equals("--command")
        || CODE_FIRST.contains(word.substring(word.lastIndexOf('/') + 1));
  }

  private void path(String place, String path) {
    known(place, path);
    if (!path.startsWith("/") && !path.startsWith("{{")) {
      add(place, "'" + path + "' must be absolute");
    }
  }

  private void cell(String place, String cell) {
    known(place, cell);
    if (Parameters.names(cell).isEmpty()) {
      try {
        var _ = new CellId(cell);
      } catch (InvalidNameException e) {
        add(place, String.valueOf(e.getMessage()));
      }
    }
  }

  private void all(String place, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      known(place + "[" + i + "]", texts.get(i));
    }
  }

  private void known(String place, String text) {
    for (String name : Parameters.names(text)) {
      if (!document.parameters().containsKey(name)) {
        add(place, "there is no parameter '" + name + "': declare it under parameters");
      }
    }
  }

  private void add(String place, String problem) {
    problems.add(place + ": " + problem);
  }
}
