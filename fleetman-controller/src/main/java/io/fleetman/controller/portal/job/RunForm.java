package io.fleetman.controller.portal.job;

import io.fleetman.codec.Durations;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.web.Form;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.Parameter;
import io.fleetman.job.Parameters;
import io.fleetman.job.Share;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form that runs a job: what, where, how; then a preview; then it is run.
 *
 * @param form as it was filled in
 * @param templates to choose from
 * @param template the one that was chosen; null: a script of one's own
 * @param labels that nodes have, to choose by
 * @param preview which nodes are meant; null: not asked for yet
 * @param key of this form: sent twice, it makes one execution
 */
public record RunForm(
    Form form,
    List<JobTemplate> templates,
    @Nullable JobTemplate template,
    List<String> labels,
    Targets.@Nullable Preview preview,
    String key) {
  /** One parameter's field. */
  public record Field(String name, String label, String value, Parameter parameter) {}

  /** The fields of the chosen template. */
  public List<Field> fields() {
    return template == null
        ? List.of()
        : template.document().parameters().entrySet().stream()
            .map(
                p -> {
                  String name = "param." + p.getKey();
                  String typed = form.raw(name);
                  String preset = p.getValue().preset();
                  return new Field(
                      name,
                      p.getKey(),
                      typed.isEmpty() && preset != null ? preset : typed,
                      p.getValue());
                })
            .toList();
  }

  /** What the form orders; null if it has errors, which are kept in it. */
  static @Nullable JobOrder order(
      Form form, @Nullable JobTemplate template, Targets.Preview preview) {
    JobDocument document = template == null ? script(form) : template.document();
    JobPolicy policy = policy(form);
    Map<String, String> parameters = new TreeMap<>();
    if (template != null) {
      template
          .document()
          .parameters()
          .forEach(
              (name, parameter) -> {
                String value = form.raw("param." + name);
                if (!value.isEmpty() || parameter.preset() == null) {
                  parameters.put(name, value);
                }
              });
      Parameters.problems(template.document(), parameters).forEach(p -> form.refuse("", p));
    }
    if (document == null || policy == null || !form.ok()) {
      return null;
    }
    String name = form.text("name");
    return new JobOrder(
        !name.isEmpty() ? name : template == null ? "Script" : template.template().value(),
        template == null ? null : template.template() + " " + template.revision(),
        document,
        parameters,
        preview.nodes(),
        preview.words(),
        policy,
        null);
  }

  private static @Nullable JobDocument script(Form form) {
    String script = form.raw("script");
    if (script.isBlank()) {
      form.refuse("script", "Say what to run.");
      return null;
    }
    String user = form.text("user");
    return JobDocument.of(
        new Step(
            "Script",
            new StepInput.RunScript(
                form.text("interpreter").isEmpty() ? "sh" : form.text("interpreter"),
                script.endsWith("\n") ? script : script + "\n",
                null,
                List.of()),
            user.isEmpty() ? null : user,
            Map.of(),
            null,
            null,
            0,
            null,
            false));
  }

  /** Which nodes the form means. */
  static @Nullable Targets targets(Form form) {
    try {
      List<NodeId> nodes =
          Stream.of(form.text("nodes").split("[\\s,]+"))
              .filter(n -> !n.isEmpty())
              .map(NodeId::new)
              .toList();
      String selector = form.text("selector");
      return new Targets(
          nodes,
          selector.isEmpty() ? List.of() : List.of(selector),
          form.checked("all"),
          form.checked("dead"));
    } catch (IllegalArgumentException e) {
      form.refuse("nodes", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable JobPolicy policy(Form form) {
    JobPolicy preset = JobPolicy.DEFAULT;
    Share concurrent = optional(form, "concurrent", Share::parse);
    Share failures = optional(form, "failures", Share::parse);
    Duration timeout = optional(form, "timeout", Durations::parse);
    Duration expire = optional(form, "expire", Durations::parse);
    Integer retries = optional(form, "retries", RunForm::number);
    if (!form.ok()) {
      return null;
    }
    try {
      return new JobPolicy(
          concurrent,
          failures,
          null,
          expire == null ? preset.expireAfter() : expire,
          timeout == null ? preset.timeout() : timeout,
          retries == null ? 0 : retries,
          preset.backoff(),
          form.checked("parallel"),
          preset.outputLimit(),
          preset.killGrace(),
          true);
    } catch (IllegalArgumentException e) {
      form.refuse("", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Integer number(String text) {
    if (!text.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("'" + text + "' is no number");
    }
    return Integer.valueOf(text);
  }

  private static <T> @Nullable T optional(Form form, String name, Function<String, T> type) {
    return form.text(name).isEmpty() ? null : form.read(name, type);
  }
}
