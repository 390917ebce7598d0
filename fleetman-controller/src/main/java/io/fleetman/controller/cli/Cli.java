package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import java.io.PrintWriter;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands, with how they are parsed, run and explained. */
public final class Cli {
  private Cli() {}

  /**
   * The root command with its subcommands.
   *
   * @param more commands of other packages, listed with the programs
   */
  public static CommandLine commands(Session session, Object... more) {
    CommandLine root = new CommandLine(new FleetmanCommand(session.options()));
    List.of(
            new InitCommand(session),
            new NewCommand(session),
            new StoreCommand(session),
            new CompletionCommand(session))
        .forEach(root::addSubcommand);
    for (Object command : more) {
      root.addSubcommand(command);
    }
    root.addSubcommand(new ExitCodesTopic(session));
    root.setExecutionExceptionHandler(new Failures(session));
    root.setParameterExceptionHandler(new Failures(session));
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(100);
    root.setAbbreviatedOptionsAllowed(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setOut(new PrintWriter(session.terminal().out(), true));
    root.setErr(new PrintWriter(session.terminal().err(), true));
    root.setColorScheme(
        Help.defaultColorScheme(session.terminal().paint().on() ? Help.Ansi.ON : Help.Ansi.OFF));
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new GroupedCommands());
    return root;
  }

  /** Runs one command. */
  public static int run(CommandLine commands, Session session, String... args) {
    return args.length == 0 ? usage(commands) : commands.execute(args);
  }

  /** A script for bash (and zsh, through bashcompinit) that completes commands and options. */
  static String completion(CommandLine root) {
    return AutoComplete.bash("fleetman", root);
  }

  private static int usage(CommandLine commands) {
    commands.usage(commands.getErr());
    return ExitCode.USAGE.code();
  }
}
