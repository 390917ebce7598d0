package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Form;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.TemplateId;
import org.jspecify.annotations.Nullable;

/**
 * The document that a form runs, where it is not a script that is typed into it.
 *
 * @param value as the form's choice sends it
 * @param label as the choice shows it
 * @param name what the execution is called if nothing else is said
 * @param template where it comes from, with its revision; null: it was given with an execution
 * @param current whether the template is so at present
 */
public record RunSource(
    String value,
    String label,
    String name,
    @Nullable String template,
    boolean current,
    JobDocument document) {
  // No name of a template has a space in it.
  private static final String EXECUTION = "execution ";

  /** A template's name alone. */
  public String templateName() {
    return template == null ? "" : template.split(" ", 2)[0];
  }

  /** What the form chose; null: a script, or nothing that is there, which the form then says. */
  static @Nullable RunSource chosen(OpenFleet fleet, Form form) {
    String chosen = form.text("template");
    try {
      return chosen.isEmpty()
          ? null
          : chosen.startsWith(EXECUTION)
              ? of(
                  fleet,
                  new Executions(fleet)
                      .get(new ExecutionId(chosen.substring(EXECUTION.length()).strip())))
              : of(new Templates(fleet).get(new TemplateId(chosen)));
    } catch (Refusal | IllegalArgumentException e) {
      form.refuse("template", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static RunSource of(JobTemplate template) {
    String name = template.template().value();
    return new RunSource(
        name, name, name, name + " " + template.revision(), true, template.document());
  }

  /** What an execution ran, exactly. */
  static RunSource of(OpenFleet fleet, ExecutionMark.Execution old) {
    String template = old.template();
    boolean current =
        template != null
            && new Templates(fleet)
                .find(new TemplateId(template.split(" ", 2)[0]))
                .filter(t -> t.document().equals(old.document()))
                .isPresent();
    return new RunSource(
        EXECUTION + old.id(),
        "As " + old.name() + ", " + old.id(),
        old.name(),
        template,
        current,
        old.document());
  }
}
