package io.fleetman.controller.cli;

import io.fleetman.controller.access.TokenInfo;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Table.Cell;
import io.fleetman.document.Author;
import io.fleetman.layout.UserId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "All tokens, the last made or revoked first, without their secrets.",
    footer = {"", "Example:", "  fleetman token list"})
final class TokenListCommand implements Callable<Integer> {
  private final Session session;

  TokenListCommand(Session session) {
    this.session = session;
  }

  /** One of them, without the hash. */
  record Entry(
      String id,
      String name,
      UserId owner,
      String lastFour,
      String state,
      long secondsLeft,
      @Nullable Author revoked,
      Author author) {
    static Entry of(TokenInfo info) {
      return new Entry(
          info.token().id(),
          info.token().name(),
          info.token().owner(),
          info.token().lastFour(),
          word(info),
          info.state() == TokenInfo.State.GOOD ? info.left().toSeconds() : 0,
          info.token().revoked(),
          info.token().author());
    }
  }

  /** The JSON document. */
  record Document(List<Entry> tokens) {}

  @Override
  public Integer call() {
    List<TokenInfo> tokens = new Tokens(session.fleet()).list();
    if (session.json()) {
      session.printJson(new Document(tokens.stream().map(Entry::of).toList()));
      return 0;
    }
    Table table = new Table("ID", "NAME", "OWNER", "ENDS WITH", "MADE", "STATE");
    for (TokenInfo info : tokens) {
      boolean good = info.state() == TokenInfo.State.GOOD;
      table.row(
          info.token().id(),
          new Cell(info.token().name(), Style.BOLD),
          info.token().owner(),
          "…" + info.token().lastFour(),
          Human.time(info.token().author().at()),
          new Cell(
              good ? "good for " + Human.span(info.left()) : word(info),
              good ? Style.GOOD : Style.DIM));
    }
    if (table.isEmpty()) {
      session
          .terminal()
          .print("no tokens yet: 'fleetman token create NAME --owner USER' makes one");
      return 0;
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }

  private static String word(TokenInfo info) {
    return info.state().name().toLowerCase(Locale.ROOT);
  }
}
