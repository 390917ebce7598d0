package io.fleetman.agent;

import io.fleetman.agent.config.ConfigSource;
import io.fleetman.agent.config.Machine;
import io.fleetman.killpoint.KillPoints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
    name = "fleetagent",
    mixinStandardHelpOptions = true,
    versionProvider = AgentCommand.Versions.class,
    description = "Keeps this machine's cells as the fleet's bucket says. Without a command: run.",
    footer = {
      "",
      "Exit codes: 0 fine, 1 something is wrong, 2 wrong usage or configuration.",
      "Example: fleetagent check --config /etc/fleetagent/config.yaml"
    })
final class AgentCommand implements Callable<Integer> {
  static final int EXIT_FAILED = 1;
  static final int EXIT_USAGE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description =
          "The configuration. Else FLEETAGENT_CONFIG, ./agent_config.yaml,"
              + " /etc/fleetagent/config.yaml, ~/.config/fleetagent/config.yaml.")
  private @Nullable Path config;

  @Override
  public Integer call() throws Exception {
    return run(false);
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Runs until it is told to end (SIGTERM, ctrl-C); services keep running.",
      footer = {"", "Example: fleetagent run --config agent_config.yaml"})
  int run(
      @Option(
              names = "--exit-with-parent",
              description =
                  "Ends when its standard input does, so that it never outlives what started it.")
          boolean exitWithParent)
      throws IOException, InterruptedException {
    ConfigSource.Loaded loaded = load();
    loaded.warnings().forEach(LOG::warn);
    Thread.setDefaultUncaughtExceptionHandler(AgentCommand::ends);
    Wiring wiring = Wiring.of(loaded.config(), kills());
    Agent agent = wiring.start();
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(agent, wiring), "end"));
    LOG.info(
        "fleetagent {} is node '{}' of {}; configuration from {}",
        Wiring.version(),
        loaded.config().node(),
        loaded.config().storage(),
        loaded.from());
    if (exitWithParent) {
      // A process that was killed cannot say so, but its end of the pipe closes all the same.
      System.in.transferTo(OutputStream.nullOutputStream());
      return 0;
    }
    never.await();
    return 0;
  }

  // Only tests set it; a name that is none is a mistake in a test's environment.
  private static KillPoints kills() {
    try {
      return KillPoints.of(System.getenv());
    } catch (IllegalArgumentException e) {
      throw new AgentException(String.valueOf(e.getMessage()), e);
    }
  }

  // After an Error, as of a program that was replaced while it runs, an agent may lack one of its
  // loops: it would look well and do nothing. Its service manager starts it anew.
  private static void ends(Thread thread, Throwable fault) {
    LOG.error("a fault of the agent itself, in its thread {}", thread.getName(), fault);
    if (fault instanceof Error) {
      Runtime.getRuntime().halt(EXIT_FAILED);
    }
  }

  private static void end(Agent agent, Wiring wiring) {
    try {
      agent.stop();
      wiring.close();
      LOG.info("ended; services keep running");
    } catch (InterruptedException e) {
      LOG.warn("ended in the middle of ending");
    }
    Runtime.getRuntime().halt(0); // a clean end, and not the 143 of a process that was killed
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Says what is wrong here: configuration, folders, service managers, store.",
      footer = {"", "Example: fleetagent check"})
  int check() throws IOException, InterruptedException {
    ConfigSource.Loaded loaded = load();
    return new Check(loaded, System.out).run() ? 0 : EXIT_FAILED;
  }

  private ConfigSource.Loaded load() throws IOException {
    return new ConfigSource(System.getenv(), Machine.here()).load(config);
  }

  /** For {@code --version}. */
  static final class Versions implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"fleetagent " + Wiring.version()};
    }
  }
}
