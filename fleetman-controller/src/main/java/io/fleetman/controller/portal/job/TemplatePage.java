package io.fleetman.controller.portal.job;

import io.fleetman.controller.job.JobText;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.web.Form;
import io.fleetman.job.JobTemplate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A template as it is edited.
 *
 * @param form its fields
 * @param template as it stands; null: a new one
 * @param revisions the newest first
 * @param conflict what somebody else made of it meanwhile, against what was typed; null if nothing
 */
public record TemplatePage(
    Form form,
    @Nullable JobTemplate template,
    List<JobTemplate> revisions,
    @Nullable LineDiff conflict) {
  /** What a new one begins with. */
  static final String SCAFFOLD =
      """
      version: "1.0"
      parameters:
        greeting:
          description: What it says
          default: hello
      steps:
        - name: Say it
          type: runCommand
          input:
            command: [echo, "{{ params.greeting }}"]
      """;

  TemplatePage(Form form, @Nullable JobTemplate template, List<JobTemplate> revisions) {
    this(form, template, revisions, null);
  }

  /** A document as text. */
  static String text(JobTemplate template) {
    return JobText.of(template.document());
  }

  /** It in words, for somebody who is told that it changed. */
  public static String words(JobTemplate template) {
    return "revision " + template.revision() + " by " + template.author().by();
  }

  /** The same for the command line. */
  public String cli() {
    String name = template == null ? "TEMPLATE" : template.template().value();
    String apply = "fleetman job apply " + name + " " + name.toLowerCase(Locale.ROOT) + ".yaml";
    return template == null ? apply : apply + "\nfleetman template delete " + name;
  }
}
