package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.JobText;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.web.Form;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form that runs a job: what, where, how; then a preview; then it is run.
 *
 * @param form as it was filled in
 * @param templates to choose from
 * @param source what was chosen; null: a script of one's own
 * @param labels that nodes have, to choose by
 * @param preview which nodes are meant; null: not asked for yet
 * @param key of this form: sent twice, it makes one execution
 */
public record RunForm(
    Form form,
    List<JobTemplate> templates,
    @Nullable RunSource source,
    List<String> labels,
    Targets.@Nullable Preview preview,
    String key) {
  /** What the form lets read a script. */
  public static final List<String> INTERPRETERS = List.of("sh", "bash", "python3", "perl");

  /** What the names of parameters' fields begin with. */
  static final String PARAMETER = "param.";

  private static final int MOST_LABELS = 20;
  private static final List<String> FURTHER =
      List.of("notBefore", "expire", "retries", "backoff", "outputLimit", "parallel");

  /**
   * One parameter's field.
   *
   * @param name of the field
   * @param label the parameter's name
   */
  public record Field(String name, String label, String value, Parameter parameter) {}

  /** The fields of what was chosen. */
  public List<Field> fields() {
    return source == null
        ? List.of()
        : source.document().parameters().entrySet().stream()
            .map(
                p -> {
                  String name = PARAMETER + p.getKey();
                  String preset = p.getValue().preset();
                  String value =
                      preset == null || !form.all(name).isEmpty() ? form.raw(name) : preset;
                  return new Field(name, p.getKey(), value, p.getValue());
                })
            .toList();
  }

  /** What was chosen, as YAML. */
  public String document() {
    return source == null ? "" : JobText.of(source.document());
  }

  /** Some of the labels. */
  public List<String> someLabels() {
    return labels.stream().limit(MOST_LABELS).toList();
  }

  /** How many labels there are beside those. */
  public int moreLabels() {
    return Math.max(0, labels.size() - MOST_LABELS);
  }

  /** Whether something was said of what is seldom said. */
  public boolean further() {
    return FURTHER.stream().anyMatch(f -> !form.text(f).isEmpty() || form.error(f) != null);
  }

  /** How many nodes would run it that are silent at present. */
  public long quiet() {
    return preview == null ? 0 : preview.chosen().stream().filter(Targets.Target::quiet).count();
  }

  /** Every sentence of what is wrong that has no field of its own. */
  public List<String> problems() {
    String wrong = form.error("");
    return wrong == null ? List.of() : wrong.lines().toList();
  }

  /** The same as a command. */
  public String command() {
    return RunCommandLine.of(this);
  }
}
