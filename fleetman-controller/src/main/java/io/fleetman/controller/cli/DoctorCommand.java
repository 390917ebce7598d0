package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = "Probes the store, and looks for what half-done work left in the bucket.",
    footer = {"", "Example:", "  fleetman doctor", "  fleetman doctor --repair"})
final class DoctorCommand implements Callable<Integer> {
  private final Session session;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.terminal().say("not yet");
    return 1;
  }
}
