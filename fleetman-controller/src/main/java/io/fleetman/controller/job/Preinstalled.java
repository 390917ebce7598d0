package io.fleetman.controller.job;

import io.fleetman.document.Author;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.read.JobReader;
import io.fleetman.layout.TemplateId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The templates that come with the program: revision 1 of their names, until somebody edits them.
 */
final class Preinstalled {
  private static final List<String> NAMES =
      List.of(
          "backup-directory",
          "collect-logs",
          "health-check",
          "install-packages",
          "reboot",
          "restart-service",
          "update-config");

  private Preinstalled() {}

  private static final class Loaded {
    static final Map<TemplateId, JobTemplate> ALL = load();
  }

  static List<JobTemplate> all() {
    return List.copyOf(Loaded.ALL.values());
  }

  static Optional<JobTemplate> find(TemplateId template) {
    return Optional.ofNullable(Loaded.ALL.get(template));
  }

  private static Map<TemplateId, JobTemplate> load() {
    Map<TemplateId, JobTemplate> all = new TreeMap<>();
    for (String name : NAMES) {
      TemplateId id = new TemplateId(name);
      all.put(id, template(id, text(name + ".yaml")));
    }
    return all;
  }

  private static JobTemplate template(TemplateId id, String yaml) {
    return switch (JobReader.read(id + ".yaml", yaml)) {
      case JobReader.Outcome.Valid(JobDocument document) ->
          new JobTemplate(
              id,
              1,
              yaml.lines().findFirst().orElse("").replaceFirst("^# *", ""),
              document,
              false,
              new Author("fleetman", Instant.EPOCH, null));
      case JobReader.Outcome.Invalid(List<String> problems) ->
          throw new IllegalStateException(id + ": " + problems);
    };
  }

  private static String text(String name) {
    try (InputStream in = Preinstalled.class.getResourceAsStream("/jobs/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
