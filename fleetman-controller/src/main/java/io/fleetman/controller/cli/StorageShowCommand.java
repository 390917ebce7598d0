package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.store.ObjectBody;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "An object's bytes on standard output, as they are.",
    footer = {"", "Example:", "  fleetman storage show cells/node-1/web/status.json"})
final class StorageShowCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "KEY", description = "Its key.")
  private @Nullable String key;

  StorageShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    String its = Objects.requireNonNull(key, "picocli requires it");
    try (ObjectBody body = new RawKeys(session.fleet()).open(its)) {
      session.terminal().pass(body.stream());
    }
    return 0;
  }
}
