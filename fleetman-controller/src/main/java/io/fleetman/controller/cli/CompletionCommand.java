package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in bash and zsh.",
    footer = {
      "",
      "Example:",
      "  source <(fleetman completion)",
      "  fleetman completion > ~/.local/share/bash-completion/completions/fleetman"
    })
final class CompletionCommand implements Runnable {
  private final Session session;
  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    CommandSpec self = Objects.requireNonNull(spec, "picocli sets it");
    session.terminal().print(Cli.completion(self.root().commandLine()));
  }
}
