package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.controller.support.Refusal;
import io.fleetman.store.ETag;
import io.fleetman.store.ListPage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = "Uploads a file as an object; one that is there is replaced only if you say so.",
    footer = {
      "",
      "Example:",
      "  fleetman storage put notes.txt notes/today.txt",
      "  fleetman storage put trigger.json cells/node-1/web/trigger.json --replace"
    })
final class StoragePutCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "FILE", description = "On this machine.")
  private @Nullable Path file;

  @Parameters(index = "1", paramLabel = "KEY", description = "The object's.")
  private @Nullable String key;

  @Option(
      names = "--replace",
      description = "In place of the one that is there now, unless it changes meanwhile.")
  private boolean replace;

  @Mixin private final WriteOptions write = new WriteOptions();

  StoragePutCommand(Session session) {
    this.session = session;
  }

  /** The JSON document. */
  record Document(boolean dryRun, String key, @Nullable String etag) {}

  @Override
  public Integer call() throws IOException {
    String its = Objects.requireNonNull(key, "picocli requires it");
    Path from = session.files().workingFolder().resolve(Objects.requireNonNull(file));
    if (!Files.isRegularFile(from)) {
      throw new Refusal.Invalid("there is no file " + from);
    }
    RawKeys looking = new RawKeys(session.fleet());
    ETag known = replace ? looking.find(its).map(ListPage.Entry::etag).orElse(null) : null;
    String etag = null;
    if (!write.dryRun()) {
      RawKeys keys = new RawKeys(session.fleetToWrite());
      try (InputStream in = Files.newInputStream(from)) {
        keys.upload(its, in, known);
      }
      etag = keys.find(its).map(e -> e.etag().value()).orElse(null);
    }
    if (session.json()) {
      session.printJson(new Document(write.dryRun(), its, etag));
    } else {
      session.terminal().print(its + (write.dryRun() ? " would be" : " is") + " uploaded");
    }
    return 0;
  }
}
