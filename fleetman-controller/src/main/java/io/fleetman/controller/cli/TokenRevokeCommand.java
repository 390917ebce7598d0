package io.fleetman.controller.cli;

import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.TokenDocument;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = "Takes a token back, at once and for good.",
    footer = {"", "Example:", "  fleetman token revoke 0123456789ab --yes"})
final class TokenRevokeCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "ID", description = "As 'fleetman token list' shows it.")
  private @Nullable String id;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  TokenRevokeCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(String id, String name, boolean dryRun, boolean revoked) {}

  @Override
  public Integer call() {
    String which = Objects.requireNonNull(id, "picocli requires it");
    TokenDocument token =
        new Tokens(session.fleet())
            .find(which)
            .orElseThrow(
                () ->
                    new Refusal.NotFound(
                        "there is no token " + which + ": 'fleetman token list' shows all"))
            .token();
    if (!write.dryRun()) {
      session.agree(
          "Revoke the token '" + token.name() + "' of " + token.owner() + "?", yes.given());
      var _ = new Tokens(session.fleetToWrite()).revoke(which, write.reason());
    }
    if (session.json()) {
      session.printJson(new Document(which, token.name(), write.dryRun(), !write.dryRun()));
    } else {
      session
          .terminal()
          .print(
              "token "
                  + which
                  + " ("
                  + token.name()
                  + ") "
                  + (write.dryRun() ? "would be revoked" : "is revoked"));
    }
    return 0;
  }
}
