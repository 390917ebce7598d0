package io.fleetman.controller.manifest;

import io.fleetman.codec.StrictYaml;
import io.fleetman.document.ManifestSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guided form: a few questions whose answers are written as the YAML that everything else goes
 * by. What is not understood is written as it was typed, so that reading the YAML says what is
 * wrong with it. Pure.
 */
public final class ManifestForm {
  /** How many rules of files the form has. */
  public static final int RULES = 4;

  private static final Pattern RULE =
      Pattern.compile("files\\[(\\d)]\\.(path|type|mode|owner|group|exclude)\\b.*");

  private final UnaryOperator<String> fields;

  /** Of answers by the questions' names; empty: not answered. */
  public ManifestForm(UnaryOperator<String> fields) {
    this.fields = name -> fields.apply(name).strip();
  }

  /** The answers as YAML. */
  public String yaml() {
    Map<String, Object> yaml = new LinkedHashMap<>();
    put(yaml, "manifest", "manifest");
    put(yaml, "profile", "profile");
    put(yaml, "description", "description");
    if (!rules().isEmpty()) {
      yaml.put("files", rules());
    }
    put(yaml, "command", "command");
    put(yaml, "user", "user");
    put(yaml, "group", "group");
    putAll(yaml, "env", pairs("env"));
    putAll(yaml, "variables", pairs("variables"));
    put(yaml, "resourceProfile", "resourceProfile");
    putAll(yaml, "limits", limits());
    put(yaml, "restart", "restart");
    putAll(yaml, "health", health());
    lines(yaml, "data");
    lines(yaml, "logs");
    putAll(yaml, "hooks", hooks());
    return StrictYaml.write(yaml);
  }

  /** The answers about limits alone. */
  public String limitsYaml() {
    return StrictYaml.write(Map.of("limits", limits()));
  }

  /**
   * Everything that is wrong, by question. Reading the YAML ends at the first answer that cannot be
   * read: that one is set aside, and the rest is read, until all of them are known.
   *
   * @param beyond as for {@link ManifestText#read}
   * @return problems by the question that each is about; an empty name: about the whole
   */
  public Map<String, List<ManifestText.Problem>> problems(
      Function<ManifestSpec, List<String>> beyond) {
    String yaml = yaml();
    Map<String, List<ManifestText.Problem>> found = new LinkedHashMap<>();
    ManifestForm rest = this;
    Optional<ManifestText.Problem> bad = ManifestText.unreadable(yaml);
    while (bad.isPresent()) {
      String question = rest.question(bad.get().field());
      boolean again = found.containsKey(question);
      if (!again) {
        found.put(question, List.of(inWhole(yaml, bad.get())));
      }
      if (again || question.isEmpty()) {
        return found; // what is left cannot be told apart
      }
      rest = without(found.keySet());
      bad = ManifestText.unreadable(rest.yaml());
    }
    if (ManifestText.read(rest.yaml(), beyond) instanceof ManifestText.Parsed.Refused(var more)) {
      for (ManifestText.Problem problem : more) {
        String question = rest.question(problem.field());
        List<ManifestText.Problem> its = new ArrayList<>(found.getOrDefault(question, List.of()));
        its.add(inWhole(yaml, problem));
        found.put(question, its);
      }
    }
    return found;
  }

  // Only the name must be there for the rest to be read.
  private ManifestForm without(Collection<String> questions) {
    Set<String> aside = Set.copyOf(questions);
    return new ManifestForm(
        name -> !aside.contains(name) ? fields.apply(name) : name.equals("manifest") ? "x" : "");
  }

  private static ManifestText.Problem inWhole(String yaml, ManifestText.Problem problem) {
    return new ManifestText.Problem(
        StrictYaml.line(yaml, problem.field()).orElse(0), problem.field(), problem.message());
  }

  /** The question whose answer a field of the YAML comes from; empty if it is none. */
  private String question(String field) {
    String top = field.split("[.\\[]", 2)[0];
    Matcher rule = RULE.matcher(field);
    if (rule.matches()) {
      return "files" + rows().get(Integer.parseInt(rule.group(1))) + "." + rule.group(2);
    }
    return switch (top) {
      case "limits" -> field.contains(".") ? field.split("\\.", -1)[1] : "memory";
      case "health" ->
          field.endsWith(".within") || field.endsWith(".stableFor")
              ? field.split("\\.", -1)[1]
              : "healthValue";
      case "hooks" -> field.contains(".") ? field.split("\\.", -1)[1] : "preStart";
      default -> top;
    };
  }

  private List<Map<String, Object>> rules() {
    return List.copyOf(rulesByRow().values());
  }

  // The rows of the form that make a rule, in the order of these.
  private List<Integer> rows() {
    return List.copyOf(rulesByRow().keySet());
  }

  private Map<Integer, Map<String, Object>> rulesByRow() {
    Map<Integer, Map<String, Object>> rules = new LinkedHashMap<>();
    for (int i = 0; i < RULES; i++) {
      String name = "files" + i + ".";
      Map<String, Object> rule = new LinkedHashMap<>();
      put(rule, "path", name + "path");
      put(rule, "type", name + "type");
      put(rule, "mode", name + "mode");
      put(rule, "owner", name + "owner");
      put(rule, "group", name + "group");
      List<String> exclude =
          List.of(fields.apply(name + "exclude").split("[,\\s]+")).stream()
              .filter(e -> !e.isEmpty())
              .toList();
      if (!exclude.isEmpty()) {
        rule.put("exclude", exclude);
      }
      if (!rule.isEmpty()) {
        rules.put(i, rule);
      }
    }
    return rules;
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    put(limits, "memory", "memory");
    put(limits, "swap", "swap");
    put(limits, "cpu", "cpu");
    number(limits, "tasks");
    number(limits, "io");
    return limits;
  }

  private Map<String, Object> health() {
    Map<String, Object> health = new LinkedHashMap<>();
    String kind = fields.apply("health");
    if (List.of("http", "tcp", "command").contains(kind)) {
      health.put(kind, fields.apply("healthValue"));
    }
    put(health, "within", "within");
    put(health, "stableFor", "stableFor");
    return health;
  }

  private Map<String, Object> hooks() {
    Map<String, Object> hooks = new LinkedHashMap<>();
    for (String name : List.of("preStart", "postStart", "preStop", "postStop")) {
      if (!fields.apply(name).isEmpty()) {
        hooks.put(name, Map.of("command", fields.apply(name)));
      }
    }
    return hooks;
  }

  // A line a pair, NAME=value; one without '=' has an empty value.
  private Map<String, Object> pairs(String question) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    fields
        .apply(question)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              pairs.put(
                  equals < 0 ? line : line.substring(0, equals).strip(),
                  equals < 0 ? "" : line.substring(equals + 1).strip());
            });
    return pairs;
  }

  private void lines(Map<String, Object> to, String question) {
    List<String> lines =
        fields.apply(question).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (!lines.isEmpty()) {
      to.put(question, lines);
    }
  }

  private void number(Map<String, Object> to, String question) {
    String text = fields.apply(question);
    if (text.matches("[0-9]{1,9}")) {
      to.put(question, Integer.parseInt(text));
    } else {
      put(to, question, question);
    }
  }

  private void put(Map<String, Object> to, String key, String question) {
    String value = fields.apply(question);
    if (!value.isEmpty()) {
      to.put(key, value);
    }
  }

  private static void putAll(Map<String, Object> to, String key, Map<String, Object> value) {
    if (!value.isEmpty()) {
      to.put(key, value);
    }
  }
}
