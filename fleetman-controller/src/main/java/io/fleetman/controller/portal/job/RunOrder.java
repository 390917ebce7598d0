package io.fleetman.controller.portal.job;

import io.fleetman.codec.Durations;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Moment;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Form;
import io.fleetman.document.ByteSize;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Parameter;
import io.fleetman.job.Parameters;
import io.fleetman.job.Share;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the run form; what is wrong is said at the field where it is wrong. */
final class RunOrder {
  // The policy's own names of what the form asks for, to put its sentences where they belong.
  private static final Map<String, String> FIELDS =
      Map.of(
          "maxConcurrent", "concurrent",
          "abortAfter", "failures",
          "expireAfter", "expire",
          "timeout", "timeout",
          "retries", "retries",
          "backoff", "backoff");

  private final Form form;

  RunOrder(Form form) {
    this.form = form;
  }

  /**
   * What the form orders; null if something is wrong.
   *
   * @param preview which nodes are meant; null: that is wrong already
   */
  @Nullable JobOrder order(@Nullable RunSource source, Targets.@Nullable Preview preview) {
    boolean typed = source == null && form.text("template").isEmpty();
    JobDocument document = source != null ? source.document() : typed ? script() : null;
    Map<String, String> parameters =
        source == null ? Map.of() : parameters(source.document().parameters());
    JobPolicy policy = policy();
    if (preview != null && preview.chosen().isEmpty()) {
      form.refuse(
          form.text("selector").isEmpty() ? "nodes" : "selector",
          preview.leftOut().isEmpty()
              ? "No node is meant by this."
              : "All nodes that are meant were not heard of for long: say below that they are"
                  + " meant too.");
    }
    if (document == null || policy == null || preview == null || !form.ok()) {
      return null;
    }
    String name = form.text("name");
    return new JobOrder(
        !name.isEmpty() ? name : source == null ? "Script" : source.name(),
        source == null ? null : source.template(),
        document,
        parameters,
        preview.nodes(),
        preview.words(),
        policy,
        null);
  }

  // A field that is there and empty means an empty text; one that is not there, the default.
  private Map<String, String> parameters(Map<String, Parameter> wanted) {
    Map<String, String> given = new TreeMap<>();
    wanted.forEach(
        (name, parameter) -> {
          String field = RunForm.PARAMETER + name;
          String value = form.raw(field);
          boolean left = form.all(field).isEmpty() || (value.isEmpty() && parameter.secret());
          if (value.isEmpty() && parameter.preset() == null) {
            form.refuse(field, name + " is missing: it has no default.");
          } else if (!left) {
            Parameters.problem(parameter, value).ifPresent(p -> form.refuse(field, p));
            given.put(name, value);
          }
        });
    return given;
  }

  private @Nullable JobDocument script() {
    String script = form.raw("script");
    if (script.isBlank()) {
      form.refuse("script", "Say what to run.");
      return null;
    }
    String interpreter = form.text("interpreter");
    return script(
        interpreter.isEmpty() ? "sh" : interpreter,
        script.endsWith("\n") ? script : script + "\n",
        form.text("user"));
  }

  /** A document that is a script alone. */
  static JobDocument script(String interpreter, String script, String user) {
    return JobDocument.of(
        new Step(
            "Script",
            new StepInput.RunScript(interpreter, script, null, List.of()),
            user.isEmpty() ? null : user,
            Map.of(),
            null,
            null,
            0,
            null,
            false));
  }

  /** Which nodes the form means; null if it does not say, or wrongly. */
  @Nullable Targets targets() {
    List<NodeId> nodes = form.read("nodes", RunOrder::nodes);
    String selector = form.text("selector");
    if (!selector.isEmpty()) {
      try {
        Targets.check(selector);
      } catch (Refusal e) {
        form.refuse("selector", String.join("\n", e.problems()));
      }
    }
    if (nodes != null && nodes.isEmpty() && selector.isEmpty() && !form.checked("all")) {
      form.refuse("selector", "Say where: a selector, names of nodes, or all nodes.");
    }
    return nodes == null || form.error("selector") != null
        ? null
        : new Targets(
            nodes,
            selector.isEmpty() ? List.of() : List.of(selector),
            form.checked("all"),
            form.checked("dead"));
  }

  private static List<NodeId> nodes(String text) {
    return Stream.of(text.split("[\\s,]+")).filter(n -> !n.isEmpty()).map(NodeId::new).toList();
  }

  private @Nullable JobPolicy policy() {
    JobPolicy usual = JobPolicy.DEFAULT;
    Share concurrent = optional("concurrent", Share::parse);
    Share failures = optional("failures", Share::parse);
    Instant notBefore = optional("notBefore", Moment::parse);
    Duration expire = optional("expire", Durations::parse);
    Duration timeout = optional("timeout", Durations::parse);
    Integer retries = optional("retries", RunOrder::number);
    Duration backoff = optional("backoff", Durations::parse);
    ByteSize limit = optional("outputLimit", ByteSize::parse);
    if (FIELDS.values().stream().anyMatch(f -> form.error(f) != null)
        || form.error("notBefore") != null
        || form.error("outputLimit") != null) {
      return null;
    }
    try {
      return new JobPolicy(
          concurrent,
          failures,
          notBefore,
          expire == null ? usual.expireAfter() : expire,
          timeout == null ? usual.timeout() : timeout,
          retries == null ? usual.retries() : retries,
          backoff == null ? usual.backoff() : backoff,
          form.checked("parallel"),
          limit == null ? usual.outputLimit() : limit,
          usual.killGrace(),
          true);
    } catch (IllegalArgumentException e) {
      String[] words = String.valueOf(e.getMessage()).split(" ", 2);
      String field = FIELDS.getOrDefault(words[0], "");
      form.refuse(
          field, field.isEmpty() || words.length < 2 ? String.valueOf(e.getMessage()) : words[1]);
      return null;
    }
  }

  private static Integer number(String text) {
    if (!text.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("'" + text + "' is no whole number, such as 2");
    }
    return Integer.valueOf(text);
  }

  private <T> @Nullable T optional(String name, Function<String, T> type) {
    return form.text(name).isEmpty() ? null : form.read(name, type);
  }
}
