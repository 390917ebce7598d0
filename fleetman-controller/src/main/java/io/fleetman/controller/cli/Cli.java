package io.fleetman.controller.cli;

import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
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
            new RunCommand(session),
            new DeployCommand(session),
            new StatusCommand(session),
            new LogsCommand(session),
            new ApplyCommand(session),
            new UploadCommand(session),
            new SealCommand(session),
            new PublishCommand(session),
            new RollbackCommand(session),
            new RestartCommand(session),
            new StopCommand(session),
            new StartCommand(session),
            new RemoveCommand(session),
            new DiffCommand(session),
            new HistoryCommand(session),
            new PruneCommand(session),
            new DoctorCommand(session))
        .forEach(root::addSubcommand);
    root.addSubcommand(
        group(
            new OverrideCommand(),
            new OverrideSetCommand(session),
            new OverrideRemoveCommand(session),
            new OverrideListCommand(session)));
    root.addSubcommand(
        group(
            new VersionCommand(),
            new VersionListCommand(session),
            new VersionDeleteCommand(session)));
    root.addSubcommand(new RepairCommand(session));
    root.addSubcommand(
        group(new CellGroup(), new CellAddCommand(session), new CellDriftCommand(session)));
    root.addSubcommand(group(new AgentsCommand(session), new AgentsDeleteCommand(session)));
    root.addSubcommand(
        group(
            new ManifestCommand(),
            new ManifestListCommand(session),
            new ManifestShowCommand(session),
            new ManifestHistoryCommand(session),
            new ManifestDiffCommand(session),
            new ManifestUnitCommand(session),
            new ManifestDuplicateCommand(session),
            new ManifestDeleteCommand(session)));
    root.addSubcommand(
        group(
            new ResourceProfileCommand(),
            new ResourceProfileListCommand(session),
            new ResourceProfileDeleteCommand(session)));
    root.addSubcommand(
        group(
            new DeploymentCommand(),
            new DeploymentListCommand(session),
            new DeploymentShowCommand(session),
            new DeploymentFilesCommand(session),
            new DeploymentCreateCommand(session),
            new DeploymentPutCommand(session),
            new DeploymentModeCommand(session),
            new DeploymentTakeOutCommand(session),
            new DeploymentDiffCommand(session),
            new DeploymentDownloadCommand(session),
            new DeploymentCloneCommand(session),
            new DeploymentRecycleCommand(session),
            new DeploymentRestoreCommand(session),
            new DeploymentPurgeCommand(session)));
    root.addSubcommand(
        group(
            new StagingCommand(),
            new StagingPutCommand(session),
            new StagingListCommand(session),
            new StagingRemoveCommand(session)));
    root.addSubcommand(
        group(
            new StorageCommand(),
            new StorageListCommand(session),
            new StorageShowCommand(session),
            new StoragePutCommand(session),
            new StorageDeleteCommand(session)));
    root.addSubcommand(
        group(
            new UserCommand(),
            new UserAddCommand(session),
            new UserPasswdCommand(session),
            new UserRemoveCommand(session),
            new UserListCommand(session)));
    root.addSubcommand(
        group(
            new TokenCommand(),
            new TokenCreateCommand(session),
            new TokenListCommand(session),
            new TokenRevokeCommand(session)));
    root.addSubcommand(group(new ActivityCommand(session), new ActivityPruneCommand(session)));
    root.addSubcommand(group(new NodeCommand(), new NodeAddCommand(session)));
    root.addSubcommand(
        group(
            new JobCommand(),
            new JobApplyCommand(session),
            new JobRunCommand(session),
            new JobListCommand(session),
            new JobShowCommand(session),
            new JobLogsCommand(session),
            new JobCancelCommand(session),
            new JobRetryCommand(session),
            new JobPruneCommand(session)));
    root.addSubcommand(
        group(
            new TemplateCommand(),
            new TemplateListCommand(session),
            new TemplateShowCommand(session),
            new TemplateDeleteCommand(session)));
    root.addSubcommand(
        group(
            new OperationCommand(),
            new OperationListCommand(session),
            new OperationShowCommand(session),
            new OperationCancelCommand(session)));
    for (Object command : more) {
      root.addSubcommand(command);
    }
    root.addSubcommand(new CompletionCommand(session));
    root.addSubcommand(ExitCodesTopic.command(session));
    root.addSubcommand(new HelpCommand());
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Say which version of the program this is.")
                .build());
    root.setExecutionStrategy(new Recorded(session));
    root.setExecutionExceptionHandler(new Failures(session));
    root.setParameterExceptionHandler(new Failures(session));
    inTheirOrder(root);
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(100);
    root.setAbbreviatedOptionsAllowed(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setOut(writer(session.terminal().out()));
    root.setErr(writer(session.terminal().err()));
    root.setColorScheme(
        Help.defaultColorScheme(session.terminal().paint().on() ? Help.Ansi.ON : Help.Ansi.OFF));
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new GroupedCommands());
    return root;
  }

  private static CommandLine group(Object parent, Object... children) {
    CommandLine group = new CommandLine(parent);
    for (Object child : children) {
      group.addSubcommand(child);
    }
    return group;
  }

  // A command's own options first, those that all share last.
  private static void inTheirOrder(CommandLine command) {
    command.getCommandSpec().usageMessage().sortOptions(false);
    command.getSubcommands().values().forEach(Cli::inTheirOrder);
  }

  /** Runs one command. */
  public static int run(CommandLine commands, Session session, String... args) {
    Terminal terminal = session.terminal();
    for (String warning : session.files().warnings()) {
      terminal.say(terminal.sayPaint().warn("note:") + " " + warning);
    }
    return args.length == 0 ? usage(commands) : commands.execute(args);
  }

  /** A script for bash (and zsh, through bashcompinit) that completes commands and options. */
  static String completion(CommandLine root) {
    return AutoComplete.bash("fleetman", root);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static int usage(CommandLine commands) {
    commands.usage(commands.getErr());
    return ExitCode.USAGE.code();
  }
}
