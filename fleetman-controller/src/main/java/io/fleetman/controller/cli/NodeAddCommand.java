package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "add",
    description = "Probes the store, and looks for what half-done work left in the bucket.",
    footer = {"", "Example:", "  fleetman node add", "  fleetman node add --repair"})
final class NodeAddCommand implements Callable<Integer> {
  private final Session session;

  NodeAddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.terminal().say("not yet");
    return 1;
  }
}
