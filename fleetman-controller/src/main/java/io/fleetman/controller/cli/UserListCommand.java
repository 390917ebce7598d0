package io.fleetman.controller.cli;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.document.Author;
import io.fleetman.document.UserDocument;
import io.fleetman.layout.UserId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "All users.",
    footer = {"", "Example:", "  fleetman user list"})
final class UserListCommand implements Callable<Integer> {
  private final Session session;

  UserListCommand(Session session) {
    this.session = session;
  }

  /** One of them, without the hash. */
  record Entry(UserId user, Author author) {}

  /** The JSON document. */
  record Document(List<Entry> users) {}

  /** The JSON document of a change. */
  record Changed(UserId user, boolean dryRun, String change) {}

  /** Says what was done to a user. */
  static int done(Session session, UserId user, boolean dryRun, String what) {
    if (session.json()) {
      session.printJson(new Changed(user, dryRun, what));
    } else {
      session.terminal().print(dryRun ? "would be so: " + user + " " + what : user + " " + what);
    }
    return 0;
  }

  @Override
  public Integer call() {
    List<UserDocument> users = new Users(session.fleet()).list();
    if (session.json()) {
      session.printJson(
          new Document(users.stream().map(u -> new Entry(u.user(), u.author())).toList()));
      return 0;
    }
    Table table = new Table("USER", "CHANGED", "BY");
    for (UserDocument user : users) {
      table.row(user.user(), Human.time(user.author().at()), user.author().by());
    }
    if (table.isEmpty()) {
      session.terminal().print("no users yet: 'fleetman user add NAME' makes the first");
      return 0;
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }
}
