package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.storage.Meaning;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.controller.support.Refusal;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Deletes an object, or everything under a prefix; nothing brings it back.",
    footer = {
      "",
      "Example:",
      "  fleetman storage delete notes/today.txt",
      "  fleetman storage delete --recursive notes/"
    })
final class StorageDeleteCommand implements Callable<Integer> {
  private static final int NAMED = 10;

  private final Session session;

  @Parameters(index = "0", paramLabel = "KEY", description = "An object's, or a folder's prefix.")
  private @Nullable String key;

  @Option(names = "--recursive", description = "KEY is a prefix that ends in /.")
  private boolean recursive;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();

  StorageDeleteCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, String key, long objects) {}

  @Override
  public Integer call() {
    String its = Objects.requireNonNull(key, "picocli requires it");
    long objects = recursive ? folder(its) : one(its);
    if (session.json()) {
      session.printJson(new Document(write.dryRun(), its, objects));
    } else {
      String done = write.dryRun() ? " would be deleted" : " deleted";
      session.terminal().print(Human.count(objects, "object") + done);
    }
    return 0;
  }

  private long one(String its) {
    var entry =
        new RawKeys(session.fleet())
            .find(its)
            .orElseThrow(() -> new Refusal.NotFound("there is no object " + its));
    if (!write.dryRun()) {
      session.agree("Delete " + its + meaning(its) + "?", yes.given());
      new RawKeys(session.fleetToWrite()).delete(its, entry.etag());
    }
    return 1;
  }

  private long folder(String prefix) {
    RawKeys.Below below = new RawKeys(session.fleet()).below(prefix, NAMED);
    below.first().forEach(e -> session.terminal().say(e.key() + meaning(e.key())));
    if (below.objects() > NAMED) {
      session.terminal().say("and " + (below.objects() - NAMED) + " more");
    }
    if (!write.dryRun() && below.objects() > 0) {
      session.agree(
          "Delete "
              + Human.count(below.objects(), "object")
              + ", "
              + Human.bytes(below.bytes())
              + ", under "
              + prefix
              + "?",
          yes.given());
      return new RawKeys(session.fleetToWrite()).deleteBelow(prefix, below.objects());
    }
    return below.objects();
  }

  private static String meaning(String key) {
    return Meaning.of(key).map(m -> " (" + m.text() + ". " + m.care() + ")").orElse("");
  }
}
