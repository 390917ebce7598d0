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

  @Option(
      names = {"-m", "--reason"},
      paramLabel = "TEXT",
      description = "Why; kept with the token.")
  private @Nullable String reason;

  TokenCreateCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(String id, String name, UserId owner, long lifetimeSeconds, String token) {}

  @Override
  public Integer call() {
    NewToken made =
        new Tokens(session.fleetToWrite())
            .create(
                Objects.requireNonNull(name, "picocli requires it"),
                Objects.requireNonNull(owner, "picocli requires it"),
                expires,
                reason);
    if (session.json()) {
      session.printJson(
          new Document(
              made.token().id(),
              made.token().name(),
              made.token().owner(),
              made.token().lifetimeSeconds(),
              made.text()));
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
