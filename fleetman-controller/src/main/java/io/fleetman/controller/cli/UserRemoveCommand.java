package io.fleetman.controller.cli;

import io.fleetman.controller.access.TokenInfo;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.access.Users;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.layout.UserId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Lets somebody sign in no more; their sessions and tokens end.",
    footer = {"", "Example:", "  fleetman user remove ada --yes"})
final class UserRemoveCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", converter = Converters.ToUser.class)
  private @Nullable UserId user;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  UserRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    UserId name = Objects.requireNonNull(user, "picocli requires it");
    var _ = new Users(session.fleet()).get(name);
    if (!write.dryRun()) {
      long tokens =
          new Tokens(session.fleet())
              .list().stream()
                  .filter(t -> t.token().owner().equals(name))
                  .filter(t -> t.state() == TokenInfo.State.GOOD)
                  .count();
      session.agree(
          "Remove " + name + ", whose sessions and " + Human.count(tokens, "token") + " end?",
          yes.given());
      var _ = new Users(session.fleetToWrite()).remove(name, write.reason());
    }
    return UserListCommand.done(session, name, write.dryRun(), "may not sign in any more");
  }
}
