package io.fleetman.job;

import io.fleetman.layout.NodeId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a job document: checked where they are given, put in where they stand. They
 * replace whole texts or parts of texts in a document that was parsed already, so a value is never
 * more than the argument, the path or the content that it is part of. Pure.
 */
public final class Parameters {
  private static final Pattern TOKEN =
      Pattern.compile("\\{\\{\\s*(?:params\\.([A-Za-z][A-Za-z0-9_]*)|(node\\.id))\\s*}}");

  private Parameters() {}

  /** The names of the parameters that a text holds. */
  public static SortedSet<String> names(String text) {
    SortedSet<String> names = new TreeSet<>();
    Matcher m = TOKEN.matcher(text);
    while (m.find()) {
      if (m.group(1) != null) {
        names.add(m.group(1));
      }
    }
    return names;
  }

  /** The environment variable by which processes are told a parameter. */
  public static String variable(String name) {
    return "PARAM_" + name.toUpperCase(Locale.ROOT);
  }

  /** What is wrong with the values that were given, a sentence for each; empty if they will do. */
  public static List<String> problems(JobDocument document, Map<String, String> given) {
    List<String> problems = new ArrayList<>();
    for (String name : given.keySet()) {
      if (!document.parameters().containsKey(name)) {
        problems.add(
            "parameters."
                + name
                + " is unknown; the document has "
                + (document.parameters().isEmpty() ? "none" : document.parameters().keySet()));
      }
    }
    document
        .parameters()
        .forEach(
            (name, parameter) -> {
              String value = given.getOrDefault(name, parameter.preset());
              if (value == null) {
                problems.add("parameters." + name + " is missing: it has no default");
              } else {
                problem(parameter, value)
                    .ifPresent(p -> problems.add("parameters." + name + ": " + p));
              }
            });
    return problems;
  }

  /** What is wrong with a value; empty if it will do. */
  public static Optional<String> problem(Parameter parameter, String value) {
    String shown = parameter.secret() ? "the value" : "'" + value + "'";
    if (value.indexOf('\0') >= 0) {
      return Optional.of(shown + " holds a NUL character");
    }
    boolean typed =
        switch (parameter.type()) {
          case STRING -> true;
          case INTEGER -> value.matches("[+-]?[0-9]{1,18}");
          case NUMBER -> isNumber(value);
          case BOOLEAN -> value.equals("true") || value.equals("false");
        };
    if (!typed) {
      return Optional.of(shown + " is no " + parameter.type().name().toLowerCase(Locale.ROOT));
    }
    if (!parameter.allowed().isEmpty() && !parameter.allowed().contains(value)) {
      return Optional.of(shown + " is not one of " + parameter.allowed());
    }
    if (parameter.pattern() != null && !Pattern.matches(parameter.pattern(), value)) {
      return Optional.of(shown + " does not match " + parameter.pattern());
    }
    return Optional.empty();
  }

  private static boolean isNumber(String value) {
    try {
      return value.length() < 100 && new BigDecimal(value).precision() > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The value of every parameter that has one: as given, or its default. */
  public static SortedMap<String, String> complete(
      JobDocument document, Map<String, String> given) {
    SortedMap<String, String> values = new TreeMap<>();
    document
        .parameters()
        .forEach(
            (name, parameter) -> {
              String value = given.getOrDefault(name, parameter.preset());
              if (value != null) {
                values.put(name, value);
              }
            });
    return values;
  }

  /** The values that must not be shown. */
  public static List<String> secrets(JobDocument document, Map<String, String> values) {
    return values.entrySet().stream()
        .filter(e -> isSecret(document, e.getKey()) && !e.getValue().isEmpty())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The values as they may be shown. */
  public static SortedMap<String, String> masked(JobDocument document, Map<String, String> values) {
    SortedMap<String, String> shown = new TreeMap<>(values);
    shown.replaceAll((name, value) -> isSecret(document, name) ? "***" : value);
    return shown;
  }

  private static boolean isSecret(JobDocument document, String name) {
    Parameter parameter = document.parameters().get(name);
    return parameter != null && parameter.secret();
  }

  /** What processes are told in their environment. */
  public static SortedMap<String, String> environment(Map<String, String> values) {
    SortedMap<String, String> environment = new TreeMap<>();
    values.forEach((name, value) -> environment.put(variable(name), value));
    return environment;
  }

  /** A step as it is to be done on a node. */
  public static Step resolve(Step step, Map<String, String> values, NodeId node) {
    UnaryOperator<String> put = text -> put(text, values, node);
    Map<String, String> env = new TreeMap<>(step.env());
    env.replaceAll((_, value) -> put.apply(value));
    return new Step(
        step.name(),
        resolve(step.input(), put),
        step.runAsUser(),
        env,
        step.workingDirectory(),
        step.timeout(),
        step.retries(),
        step.allowStdErr(),
        step.ignoreStepFailure());
  }

  private static StepInput resolve(StepInput input, UnaryOperator<String> put) {
    return switch (input) {
      case StepInput.RunCommand c ->
          new StepInput.RunCommand(c.command().stream().map(put).toList());
      case StepInput.RunScript s ->
          new StepInput.RunScript(
              s.interpreter(), s.script(), s.source(), s.args().stream().map(put).toList());
      case StepInput.RunHandler h ->
          new StepInput.RunHandler(h.handler(), h.args().stream().map(put).toList(), h.path());
      case StepInput.WriteFile w ->
          new StepInput.WriteFile(
              put.apply(w.path()), put.apply(w.content()), w.mode(), w.owner(), w.group());
      case StepInput.Download d ->
          new StepInput.Download(d.source(), put.apply(d.path()), d.mode(), d.owner(), d.group());
      case StepInput.Service s -> new StepInput.Service(s.action(), put.apply(s.cell()));
      case StepInput.Reboot r -> r;
    };
  }

  // One pass: what a value holds is not looked at again.
  private static String put(String text, Map<String, String> values, NodeId node) {
    Matcher m = TOKEN.matcher(text);
    StringBuilder out = new StringBuilder(text.length());
    while (m.find()) {
      String value = m.group(1) == null ? node.value() : values.get(m.group(1));
      m.appendReplacement(out, Matcher.quoteReplacement(value == null ? m.group() : value));
    }
    return m.appendTail(out).toString();
  }
}
