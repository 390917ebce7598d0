package io.fleetman.controller.cli;

import io.fleetman.controller.access.NewToken;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.layout.UserId;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Makes a token, and shows it this once.",
    footer = {
      "",
      "Example:",
      "  fleetman token create ci --owner ada",
      "  fleetman token create backup --owner ada --expires 365d > token"
    })
final class TokenCreateCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "What it is for.")
  private @Nullable String name;

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "USER",
      converter = Converters.ToUser.class,
      description = "In whose name it acts; it ends with them.")
  private @Nullable UserId owner;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "90d",
      converter = WaitOptions.TimeConverter.class,
      description = "How long it is good for (default: ${DEFAULT-VALUE}).")
  private Duration expires = Duration.ofDays(90);

  @Mixin private final WriteOptions write = new WriteOptions();

  TokenCreateCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param id null on a dry run
   * @param token null on a dry run
   */
  record Document(
      @Nullable String id,
      String name,
      UserId owner,
      long lifetimeSeconds,
      @Nullable String token,
      boolean dryRun) {}

  @Override
  public Integer call() {
    String what = Objects.requireNonNull(name, "picocli requires it");
    UserId whose = Objects.requireNonNull(owner, "picocli requires it");
    if (write.dryRun()) {
      var _ = new Tokens(session.fleet()).check(what, whose, expires);
      if (session.json()) {
        session.printJson(new Document(null, what, whose, expires.toSeconds(), null, true));
      } else {
        session
            .terminal()
            .print(
                "would make the token '"
                    + what
                    + "' of "
                    + whose
                    + ", good for "
                    + Human.span(expires));
      }
      return 0;
    }
    NewToken made = new Tokens(session.fleetToWrite()).create(what, whose, expires, write.reason());
    if (session.json()) {
      session.printJson(
          new Document(
              made.token().id(),
              made.token().name(),
              made.token().owner(),
              made.token().lifetimeSeconds(),
              made.text(),
              false));
      return 0;
    }
    session.terminal().print(made.text());
    session
        .terminal()
        .say(
            "note: it is shown this once, and good for "
                + Human.span(expires)
                + "; 'fleetman token revoke "
                + made.token().id()
                + "' ends it");
    return 0;
  }
}
