package io.fleetman.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetman.controller.config.ConfigFiles;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.demo.DemoCommand;
import io.fleetman.controller.web.ControllerCommand;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ManualClock;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The whole command line, on an in-memory store, in a folder of its own. */
final class TestCli {
  final Path folder;
  final ManualClock clock = new ManualClock();
  final InMemoryObjectStore store = new InMemoryObjectStore(clock);
  final Map<String, String> environment = new TreeMap<>();
  private Function<StorageSettings, ObjectStore> opener = _ -> store;
  private @Nullable String answers;

  TestCli(Path folder) {
    this.folder = folder;
  }

  /** What a run came to. */
  record Run(int code, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException("not one JSON document: " + out, e);
      }
    }
  }

  /** A command line whose fleet exists. */
  static TestCli withFleet(Path folder) {
    TestCli cli = new TestCli(folder);
    cli.write(
        "controller_config.yaml", "buckets: {main: {bucket: fleet, access_key: k, secret_key: s}}");
    Run init = cli.run("init", "--s3-bucket", "fleet", "--config", "other.yaml");
    if (init.code != 0) {
      throw new IllegalStateException(init.err);
    }
    return cli;
  }

  /** Somebody is at the terminal and will type these lines. */
  TestCli answering(String... lines) {
    answers = String.join("\n", lines) + "\n";
    return this;
  }

  TestCli opening(Function<StorageSettings, ObjectStore> other) {
    opener = other;
    return this;
  }

  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String typed = answers;
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader(typed == null ? "" : typed)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            typed != null,
            new Paint(false),
            new Paint(false),
            false,
            false);
    Session session =
        new Session(
            terminal,
            new ConfigFiles(environment, folder, folder.resolve("home")),
            "ada@workshop",
            clock,
            clock::advance,
            opener,
            KillPoints.none());
    int code =
        Cli.run(
            Cli.commands(
                session,
                new DemoCommand(session, List::of),
                new ControllerCommand(session, List::of)),
            session,
            args);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
