package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "init",
    description = "Asks where the bucket is, probes it, and writes the configuration.",
    footer = {"", "Example:", "  fleetman init"})
final class InitCommand implements Callable<Integer> {
  private final Session session;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.terminal().say("not yet");
    return 1;
  }
}
