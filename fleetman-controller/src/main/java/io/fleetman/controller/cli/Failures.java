package io.fleetman.controller.cli;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Nearest;
import io.fleetman.controller.config.ConfigException;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.TemporaryFolderException;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one sentence and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Session session;

  /**
   * The JSON document of a command that came to no result.
   *
   * @param ok false
   * @param exitCode what the program exits with
   * @param error what went wrong, for people
   */
  record Failure(boolean ok, int exitCode, String error) {}

  Failures(Session session) {
    this.session = session;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof ParameterException p) {
      return handleParseException(p, new String[0]);
    }
    ExitCode code = code(e);
    fail(code, code == ExitCode.INTERRUPTED ? "interrupted" : sentence(e), session.json());
    if (session.options().verbosity() > 0) {
      e.printStackTrace(session.terminal().err());
    }
    return code.code();
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = Objects.requireNonNullElse(e.getMessage(), "bad arguments");
    if (e instanceof UnmatchedArgumentException unmatched) {
      boolean group = command.getSubcommands().size() > 0;
      String first = unmatched.getUnmatched().getFirst();
      String near = String.join("' or '", meant(first, command));
      String what = first.startsWith("-") ? "option" : group ? "command" : "argument";
      message =
          "unknown "
              + what
              + " '"
              + first
              + "'"
              + (near.isEmpty() ? "" : "; did you mean '" + near + "'?");
    }
    // What came before the mistake was understood, what comes after it was not.
    boolean json = session.json() || asksForJson(args);
    fail(ExitCode.USAGE, plain(message.replaceAll("\\s*\\n\\s*", " ")), json);
    session
        .terminal()
        .say("see '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes");
    return ExitCode.USAGE.code();
  }

  // picocli's "Invalid value for positional parameter at index 0 (NAME): 'A' is ..." as "NAME: ..."
  private static String plain(String message) {
    return message
        .replaceFirst(
            "^Invalid value for positional parameter at index .*? \\(([^)]*)\\): ", "$1: ")
        .replaceFirst("^Invalid value for option '([^']*)'(?: \\([^)]*\\))?: ", "$1: ")
        .replaceFirst(" is not an? (?:int|long)$", " is not a whole number");
  }

  // picocli's own guesses share letters with the word, and nothing else: --config for --colour.
  private static List<String> meant(String word, CommandLine command) {
    if (word.startsWith("-")) {
      List<String> options =
          command.getCommandSpec().options().stream()
              .flatMap(option -> Stream.of(option.names()))
              .toList();
      String name = word.replaceFirst("=.*", "");
      String option = Nearest.of(name, options);
      return option == null ? List.of() : List.of(option);
    }
    List<String> inGroups =
        command.getSubcommands().entrySet().stream()
            .filter(group -> group.getValue().getSubcommands().containsKey(word))
            .map(group -> group.getKey() + " " + word)
            .toList();
    String near = Nearest.of(word, command.getSubcommands().keySet());
    return inGroups.isEmpty() && near != null ? List.of(near) : inGroups;
  }

  /** What the program exits with after this. */
  static ExitCode code(Exception e) {
    return switch (e) {
      case CommandException c -> c.code();
      case StoreException _ -> ExitCode.STORE;
      case Refusal.Conflict _ -> ExitCode.CONFLICT;
      case Refusal _ -> ExitCode.USAGE;
      case DocumentException _, ConfigException _, IllegalArgumentException _ -> ExitCode.USAGE;
      default -> ExitCode.FAILED;
    };
  }

  /** What it was, for people. */
  static String sentence(Exception e) {
    return switch (e) {
      case CommandException _,
          ConfigException _,
          StoreException _,
          Refusal _,
          DocumentException _,
          EmbeddedStoreException _,
          TemporaryFolderException _,
          InvalidNameException _,
          IllegalArgumentException _ ->
          Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      case UncheckedIOException io -> io(Objects.requireNonNull(io.getCause()));
      case IOException io -> io(io);
      default ->
          "this is a fault of the program, please report it with what -v says: "
              + e.getClass().getSimpleName()
              + (e.getMessage() == null ? "" : ": " + e.getMessage());
    };
  }

  private static String io(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException n -> n.getFile() + " does not exist";
      case java.nio.file.AccessDeniedException d -> d.getFile() + " may not be read or written";
      default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    };
  }

  private static boolean asksForJson(String[] args) {
    String line = " " + String.join(" ", args) + " ";
    return line.matches("(?is).* (-o[ =]?|--output[ =])json .*");
  }

  private void fail(ExitCode code, String sentence, boolean json) {
    if (json) {
      session.printJson(new Failure(false, code.code(), sentence.strip()));
    }
    Terminal terminal = session.terminal();
    terminal.say(
        terminal.sayPaint().bad("error:") + " " + sentence.strip().replace("\n", "\n       "));
  }
}
