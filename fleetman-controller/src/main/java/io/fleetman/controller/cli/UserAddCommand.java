package io.fleetman.controller.cli;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.UserId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "Lets somebody sign in; asks for the password, or reads it from standard input.",
    footer = {
      "",
      "Example:",
      "  fleetman user add ada",
      "  pass show fleetman/ada | fleetman user add ada"
    })
final class UserAddCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", converter = Converters.ToUser.class)
  private @Nullable UserId user;

  @Mixin private final WriteOptions write = new WriteOptions();

  UserAddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    UserId name = Objects.requireNonNull(user, "picocli requires it");
    new Users(session.fleet()).requireNew(name);
    OpenFleet fleet = write.dryRun() ? session.fleet() : session.fleetToWrite();
    if (!write.dryRun()) {
      var _ = new Users(fleet).add(name, NewPassword.ask(session.terminal()), write.reason());
    }
    return UserListCommand.done(session, name, write.dryRun(), "may sign in");
  }
}
