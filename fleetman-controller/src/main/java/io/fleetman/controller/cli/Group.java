package io.fleetman.controller.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
abstract class Group implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec self = Objects.requireNonNull(spec, "picocli sets it");
    throw new ParameterException(
        self.commandLine(),
        "'%s' needs one of: %s"
            .formatted(self.qualifiedName(), String.join(", ", self.subcommands().keySet())));
  }
}
