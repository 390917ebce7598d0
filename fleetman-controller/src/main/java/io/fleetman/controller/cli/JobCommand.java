package io.fleetman.controller.cli;

import io.fleetman.codec.Utf8;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.JobDocument;
import io.fleetman.job.read.JobReader;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.TemplateId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "job",
    description = "Jobs: run documents on nodes, look at them, stop them.",
    footer = {"", "Example:", "  fleetman job run restart-service -p cell=web -l region=eu"})
final class JobCommand extends Group {
  /** The document that was read. */
  static JobDocument valid(JobReader.Outcome outcome) {
    return switch (outcome) {
      case JobReader.Outcome.Valid(JobDocument document) -> document;
      case JobReader.Outcome.Invalid(List<String> problems) -> throw new Refusal.Invalid(problems);
    };
  }

  /** The document in a file, which is named from the working folder. */
  static JobDocument file(Session session, Path named) {
    Path file = session.files().workingFolder().resolve(named);
    try {
      String text = Utf8.text(file.toString(), Files.readAllBytes(file));
      return valid(JobReader.read(file.toString(), text));
    } catch (NoSuchFileException e) {
      throw new Refusal.NotFound("there is no file " + file);
    } catch (IOException e) {
      throw new Refusal.Invalid(file + " cannot be read: " + e.getMessage());
    }
  }

  /** An execution's id. */
  static final class ToExecution extends Converters.Checked<ExecutionId> {
    ToExecution() {
      super(ExecutionId::new);
    }
  }

  /** A template's name. */
  static final class ToTemplate extends Converters.Checked<TemplateId> {
    ToTemplate() {
      super(TemplateId::new);
    }
  }
}
