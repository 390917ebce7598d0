package io.fleetman.controller.console;

import io.fleetman.codec.Json;
import io.fleetman.controller.activity.Recorder;
import io.fleetman.controller.config.ConfigFiles;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.config.ControllerConfig;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.AuditDocument;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the program, as a command sees it. Configuration and store are read and opened when
 * they are first asked for, so that {@code --help} costs nothing.
 */
public final class Session implements AutoCloseable {
  private final Terminal terminal;
  private final ConfigFiles files;
  private final InstantSource clock;
  private final String by;
  private final Pause pause;
  private final Function<StorageSettings, ObjectStore> opener;
  private final KillPoints killPoints;
  private final GlobalOptions options = new GlobalOptions();
  private ConfigFiles.@Nullable Loaded loaded;
  private @Nullable ObjectStore store;
  private @Nullable Recorder recorder;
  private String operation = "";
  private @Nullable String reason;
  private boolean checked;
  private volatile @Nullable String onInterrupt;
  private volatile @Nullable Offer offer;

  private volatile boolean interrupted;

  private record Offer(Runnable hush, String question, Supplier<String> action) {}

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Waits so long. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * @param terminal where to talk
   * @param files where the configuration may be
   * @param by who acts: user and host
   * @param clock this machine's, for ids and for how long a wait may last
   * @param pause how to wait
   * @param opener opens a store
   * @param killPoints told of every step that a change has behind it
   */
  public Session(
      Terminal terminal,
      ConfigFiles files,
      String by,
      InstantSource clock,
      Pause pause,
      Function<StorageSettings, ObjectStore> opener,
      KillPoints killPoints) {
    this.terminal = terminal;
    this.files = files;
    this.by = by;
    this.clock = clock;
    this.pause = pause;
    this.opener = opener;
    this.killPoints = killPoints;
  }

  /** Where to talk. */
  public Terminal terminal() {
    return terminal;
  }

  /** This machine's clock. */
  public InstantSource clock() {
    return clock;
  }

  /** Where the configuration may be. */
  public ConfigFiles files() {
    return files;
  }

  /** The options that all commands share. */
  public GlobalOptions options() {
    return options;
  }

  /** Whether results are wanted as JSON. */
  public boolean json() {
    return options.json();
  }

  /** The configuration. */
  public ControllerConfig config() {
    return loaded().config();
  }

  /** The fleet to work on. */
  public Connection connection() {
    return files.connection(loaded(), options.bucket());
  }

  /** All buckets of the configuration, the one that is worked on first. */
  public List<Connection> connections() {
    return files.connections(loaded(), options.bucket());
  }

  /** Told of every step that a change has behind it. */
  public KillPoints killPoints() {
    return killPoints;
  }

  /** The store of {@link #connection}; the session closes it. */
  public ObjectStore store() {
    ObjectStore open = store;
    if (open == null) {
      open = opener.apply(connection().storage());
      store = open;
    }
    return open;
  }

  /** Opens a store that the caller closes. */
  public ObjectStore open(StorageSettings settings) {
    return opener.apply(settings);
  }

  /** The documents of {@link #store}. */
  public DocumentStore documents() {
    return new DocumentStore(store());
  }

  /**
   * The fleet of {@link #store}.
   *
   * @throws io.fleetman.controller.support.Refusal if there is none, or it is of an unknown format
   */
  public OpenFleet fleet() {
    Recorder open = recorder;
    if (open == null) {
      open =
          new Recorder(FleetGate.open(documents(), clock, by(), killPoints), AuditDocument.Via.CLI);
      recorder = open;
    }
    return open.fleet();
  }

  /**
   * A fleet other than that of {@link #store}, or one that is being made: what is changed in it is
   * recorded in its own activity, at {@link #record}, before its store is closed.
   */
  public OpenFleet watched(DocumentStore documents) {
    Recorder open =
        new Recorder(new OpenFleet(documents, clock, by(), killPoints), AuditDocument.Via.CLI);
    recorder = open;
    return open.fleet();
  }

  /** What is about to be run, for the record of changes. */
  public void begins(String what, @Nullable String why) {
    operation = what;
    reason = why;
  }

  /**
   * Writes down what was changed so far: before a wait that may be interrupted, and at the end.
   * That it could not be written is said, and changes nothing else.
   *
   * @param failure what went wrong; null if nothing did
   */
  public void record(@Nullable String failure) {
    Recorder open = recorder;
    if (open != null) {
      open.record(operation, reason, failure)
          .ifPresent(
              why -> terminal.say("note: done, but not recorded among the activity: " + why));
    }
  }

  /**
   * The fleet, to be written to: the store was tried for what writers need.
   *
   * @throws CommandException if the store is not safe
   */
  public OpenFleet fleetToWrite() {
    OpenFleet open = fleet();
    if (!checked) {
      StoreGuard.check(open.documents(), clock, connection().singleWriter());
      checked = true;
    }
    return open;
  }

  /** Who acts: user and host. */
  public String by() {
    return by;
  }

  /** Writes a result as JSON on standard output. */
  public void printJson(Object document) {
    terminal.out().print(Harmless.json(new String(Json.write(document), StandardCharsets.UTF_8)));
  }

  /**
   * Waits.
   *
   * @throws CommandException if interrupted
   */
  public void pause(Duration duration) {
    try {
      pause.sleep(duration);
      while (interrupted) {
        pause.sleep(Duration.ofDays(1)); // the program is going down; it ends here
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, "interrupted while waiting");
    }
  }

  /**
   * Has the user agree before something is taken away or changed on nodes.
   *
   * @param yes whether {@code --yes} was given
   * @throws CommandException if the answer is no, or nobody is there to ask
   */
  public void agree(String question, boolean yes) {
    if (yes) {
      return;
    }
    if (!terminal.asks()) {
      throw new CommandException(
          ExitCode.USAGE, "this needs a yes, and stdin is not a terminal: add --yes");
    }
    if (!terminal.confirm(question)) {
      throw new CommandException(ExitCode.USAGE, "not done: the answer was no");
    }
  }

  /** What ctrl-C says from now on: what was written stands, and what happens now; null: nothing. */
  public void onInterrupt(@Nullable String sentence) {
    offer = null;
    onInterrupt = sentence;
  }

  /**
   * The same, with something that is offered where somebody is there to answer.
   *
   * @param hush keeps others from drawing over the question
   * @param action done if the answer is yes; says what it did
   */
  public void onInterrupt(
      String sentence, Runnable hush, String question, Supplier<String> action) {
    onInterrupt = sentence;
    offer = new Offer(hush, question, action);
  }

  /**
   * Says what ctrl-C means here, and records what was changed before it. Whoever waits by {@link
   * #pause} goes on no more.
   */
  public void interrupted() {
    interrupted = true;
    Offer offered = offer;
    if (offered != null) {
      offered.hush().run();
    }
    String sentence = onInterrupt;
    record("interrupted");
    if (offered != null && terminal.asks()) {
      SecondInterrupt.then(
          () -> {
            says(sentence);
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
          });
      terminal.say("");
      if (agrees(offered.question())) {
        terminal.say(done(offered.action()));
        return;
      }
    }
    says(sentence);
  }

  private void says(@Nullable String sentence) {
    if (sentence != null) {
      terminal.say("");
      terminal.say("interrupted: " + sentence);
    }
  }

  // No answer is a no.
  private boolean agrees(String question) {
    try {
      return terminal.confirm(question);
    } catch (CommandException e) {
      return false;
    }
  }

  private static String done(Supplier<String> action) {
    try {
      return action.get();
    } catch (StoreException | Refusal e) {
      return "not done: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    ObjectStore open = store;
    if (open != null) {
      open.close();
    }
  }

  private ConfigFiles.Loaded loaded() {
    ConfigFiles.Loaded result = loaded;
    if (result == null) {
      result = files.load(options.config());
      loaded = result;
    }
    return result;
  }
}
