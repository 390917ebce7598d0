package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.storage.Meaning;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.store.ListPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "Folders and objects under a prefix, one level, with what they mean.",
    footer = {"", "Example:", "  fleetman storage list cells/node-1/"})
final class StorageListCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "What the keys begin with (default: everything).")
  private String prefix = "";

  StorageListCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(List<Entry> entries) {}

  /** A folder, or an object with its size. */
  record Entry(String key, @Nullable Long size, @Nullable String etag, @Nullable String meaning) {}

  @Override
  public Integer call() {
    List<Entry> entries = entries();
    if (session.json()) {
      session.printJson(new Document(entries));
      return 0;
    }
    Table table = new Table("KEY", "SIZE", "WHAT IT IS");
    for (Entry entry : entries) {
      Long size = entry.size();
      table.row(
          entry.key(),
          size == null ? "" : Human.bytes(size),
          entry.meaning() == null ? "" : entry.meaning());
    }
    if (table.isEmpty()) {
      session.terminal().print("no key begins with '" + prefix + "'");
      return 0;
    }
    table.lines(session.terminal().paint()).forEach(session.terminal()::print);
    return 0;
  }

  private List<Entry> entries() {
    RawKeys keys = new RawKeys(session.fleet());
    List<Entry> entries = new ArrayList<>();
    String next = null;
    do {
      ListPage page = keys.level(prefix, next);
      page.folders()
          .forEach(f -> entries.add(new Entry(f, null, null, Meaning.ofFolder(f).orElse(null))));
      page.objects()
          .forEach(
              o ->
                  entries.add(
                      new Entry(
                          o.key(),
                          o.size(),
                          o.etag().value(),
                          Meaning.of(o.key()).map(Meaning::text).orElse(null))));
      next = page.next();
    } while (next != null);
    return entries;
  }
}
