package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "new",
    description = "Scaffolds a commented fleetman.yaml.",
    footer = {"", "Example:", "  fleetman new"})
final class NewCommand implements Callable<Integer> {
  private final Session session;

  NewCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.terminal().say("not yet");
    return 1;
  }
}
