package io.fleetman.controller.demo;

import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.web.Area;
import io.fleetman.embedded.EmbeddedStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fleetman demo}. */
@Command(
    name = "demo",
    description = "Runs a whole fleet on this machine: store, controller, one node, one service.",
    footer = {
      "",
      "Where 'systemctl --user' answers, the service really runs, as a unit of your own systemd,"
          + " which",
      "ctrl-C takes away again. Elsewhere its files are put in place and verified, and nothing"
          + " runs.",
      "",
      "Example:",
      "  fleetman demo",
      "  fleetman demo --once --output json"
    })
public final class DemoCommand implements Callable<Integer> {
  private final Session session;
  private final Supplier<List<Area>> areas;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "What the demo keeps; the next one finds it (default: .fleetman/demo in the clone).")
  private @Nullable Path data;

  @Option(
      names = "--systemd",
      paramLabel = "WHICH",
      defaultValue = "auto",
      description = "auto, user, system (as root) or none (default: ${DEFAULT-VALUE}).")
  private Systemd.Choice systemd = Systemd.Choice.auto;

  @Option(
      names = "--once",
      description =
          "Does it all, says what came of it, stops everything; exit 0 only if it worked.")
  private boolean once;

  /**
   * In this run of the program.
   *
   * @param areas what the portal shows; asked for only if it is started
   */
  public DemoCommand(Session session, Supplier<List<Area>> areas) {
    this.session = session;
    this.areas = areas;
  }

  @Override
  public Integer call() throws IOException, EmbeddedStoreException, InterruptedException {
    Map<String, String> environment = session.files().environment();
    String clone = environment.get("FLEETMAN_CLONE");
    if (clone == null) {
      throw new CommandException(
          ExitCode.USAGE, "the demo needs a clone of Fleetman: start it there as ./fleetman demo");
    }
    Path home = Path.of(clone);
    Path root =
        data == null
            ? home.resolve(".fleetman/demo")
            : session.files().workingFolder().resolve(data).normalize();
    Files.createDirectories(root);
    Systemd host = new Systemd(environment);
    Mode mode = host.mode(systemd);
    try (DemoRun run =
        new DemoRun(session, areas.get(), home, new DemoFolder(root.toRealPath()), host, mode)) {
      return once ? run.once() : run.untilInterrupted();
    }
  }
}
