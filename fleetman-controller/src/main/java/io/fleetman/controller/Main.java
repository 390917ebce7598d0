package io.fleetman.controller;

import io.fleetman.controller.cli.Cli;
import io.fleetman.controller.config.ConfigFiles;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.ResultStream;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.killpoint.KillPoints;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The program {@code fleetman}. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    quietLogs(args);
    Map<String, String> environment = System.getenv();
    // UTF-8 whatever the locale says: over ssh the locale is often "C", and the terminal is not.
    ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
    PrintStream out = new PrintStream(results, true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Terminal terminal = Terminal.system(System.in, out, err, environment);
    ConfigFiles files =
        new ConfigFiles(
            environment,
            Path.of("").toAbsolutePath(),
            Path.of(environment.getOrDefault("HOME", System.getProperty("user.home"))));
    Session session =
        new Session(
            terminal,
            files,
            Wiring.user(environment),
            Clock.systemUTC(),
            Thread::sleep,
            Wiring::openStore,
            killPoints(environment, terminal));
    CommandLine commands = Wiring.commands(session);
    int code;
    Thread onInterrupt = new Thread(session::interrupted, "interrupted");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try (session) {
      code = Cli.run(commands, session, args);
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      // The hook cannot be removed since the program is going down already: the signal's code wins.
      return;
    }
    out.flush();
    String lost = results.problem();
    if (lost != null) {
      terminal.say(
          terminal.sayPaint().bad("error:") + " the results could not be written: " + lost);
    }
    err.flush();
    System.exit(lost != null && code == 0 ? ExitCode.FAILED.code() : code);
  }

  private static KillPoints killPoints(Map<String, String> environment, Terminal terminal) {
    try {
      return KillPoints.of(environment);
    } catch (IllegalArgumentException e) {
      terminal.say(terminal.sayPaint().bad("error:") + " " + e.getMessage());
      System.exit(ExitCode.USAGE.code());
      throw e; // never comes here
    }
  }

  // Before the first logger is made; the libraries' own chatter needs a second -v.
  private static void quietLogs(String[] args) {
    long verbose =
        Stream.of(args)
            .mapToLong(a -> a.equals("--verbose") ? 1 : a.matches("-v+") ? a.length() - 1 : 0)
            .sum();
    String level = verbose == 0 ? "warn" : "info";
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose > 1 ? "info" : "warn");
    System.setProperty("org.slf4j.simpleLogger.log.io.fleetman", verbose > 1 ? "debug" : level);
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss");
  }
}
