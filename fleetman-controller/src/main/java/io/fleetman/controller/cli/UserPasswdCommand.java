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
    name = "passwd",
    description = "Changes a password, which ends the user's sessions; tokens stay.",
    footer = {"", "Example:", "  fleetman user passwd ada"})
final class UserPasswdCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", converter = Converters.ToUser.class)
  private @Nullable UserId user;

  @Mixin private final WriteOptions write = new WriteOptions();

  UserPasswdCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    UserId name = Objects.requireNonNull(user, "picocli requires it");
    var _ = new Users(session.fleet()).get(name);
    OpenFleet fleet = write.dryRun() ? session.fleet() : session.fleetToWrite();
    if (!write.dryRun()) {
      var _ =
          new Users(fleet)
              .changePassword(name, NewPassword.ask(session.terminal()), write.reason());
    }
    return UserListCommand.done(
        session, name, write.dryRun(), "has another password; sessions are over");
  }
}
