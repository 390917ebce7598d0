package io.fleetman.controller.web;

import io.fleetman.controller.config.Connection;
import io.fleetman.controller.config.JobsSettings;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.StoreGuard;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.fleet.FleetWatch;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of the configuration, as the portal and the API work on it: its store, what is known
 * of its fleet, and whether it may be written to. Nothing is opened before it is asked for.
 */
public final class Site implements AutoCloseable {
  private final Connection connection;
  private final Function<StorageSettings, ObjectStore> opener;
  private final InstantSource clock;
  private final KillPoints killPoints;
  private final FleetWatch watch;
  private final Repairs repairs = new Repairs(this);
  private final Rounds jobs;
  private @Nullable ObjectStore store;
  private boolean gated;
  private boolean writable;

  /**
   * A site; nothing is opened yet.
   *
   * @param opener opens its store; whoever made the site closes the store by closing the site
   */
  public Site(
      Connection connection,
      Function<StorageSettings, ObjectStore> opener,
      InstantSource clock,
      KillPoints killPoints) {
    this(connection, opener, clock, killPoints, JobsSettings.DEFAULT);
  }

  /**
   * The same where the configuration says what is kept of jobs.
   *
   * @param jobs what is kept
   */
  public Site(
      Connection connection,
      Function<StorageSettings, ObjectStore> opener,
      InstantSource clock,
      KillPoints killPoints,
      JobsSettings jobs) {
    this(connection, opener, clock, killPoints, jobs, FleetWatch.Rhythm.USUAL);
  }

  Site(
      Connection connection,
      Function<StorageSettings, ObjectStore> opener,
      InstantSource clock,
      KillPoints killPoints,
      JobsSettings jobs,
      FleetWatch.Rhythm rhythm) {
    this.connection = connection;
    this.opener = opener;
    this.clock = clock;
    this.killPoints = killPoints;
    this.jobs = new Rounds(this, jobs);
    this.watch = new FleetWatch(() -> fleet("controller"), rhythm, System::nanoTime);
  }

  void start() {
    watch.start();
    repairs.start();
    jobs.start();
  }

  /** The bucket's name in the configuration. */
  public String name() {
    return connection.name();
  }

  /** Where it is. */
  public StorageSettings storage() {
    return connection.storage();
  }

  /** Whether the operator said that nobody else writes at the same time. */
  public boolean singleWriter() {
    return connection.singleWriter();
  }

  /** This machine's clock. */
  public InstantSource clock() {
    return clock;
  }

  /** Its documents, whether there is a fleet among them or not. */
  public DocumentStore documents() {
    return new DocumentStore(store());
  }

  /**
   * What is known of the fleet: the last known state with its age, and why it is not newer.
   *
   * @param patience how long the first to look for a while may wait for a fresh answer
   */
  public FleetModel.Known known(Duration patience) throws InterruptedException {
    return watch.look(patience);
  }

  /** Keeps what is known of the fleet fresh; says what changed, and waits for more. */
  public FleetWatch watch() {
    return watch;
  }

  /**
   * The fleet, to be worked on.
   *
   * @param by who acts
   * @throws io.fleetman.controller.support.Refusal if there is none, or it is of an unknown format
   * @throws StoreException if the store did not answer
   */
  OpenFleet fleet(String by) {
    DocumentStore documents = documents();
    synchronized (this) {
      if (gated) {
        return new OpenFleet(documents, clock, by, killPoints);
      }
    }
    OpenFleet fleet = FleetGate.open(documents, clock, by, killPoints);
    synchronized (this) {
      gated = true;
    }
    return fleet;
  }

  /**
   * Returns if the store is safe to write to; tried once (invariant 23).
   *
   * @throws CommandException if it lacks what writers need
   */
  void requireWritable() {
    synchronized (this) {
      if (writable) {
        return;
      }
    }
    StoreGuard.check(documents(), clock, connection.singleWriter());
    synchronized (this) {
      writable = true;
    }
  }

  private synchronized ObjectStore store() {
    ObjectStore open = store;
    if (open == null) {
      open = opener.apply(connection.storage());
      store = open;
    }
    return open;
  }

  @Override
  public void close() {
    repairs.close();
    jobs.close();
    watch.close();
    ObjectStore open;
    synchronized (this) {
      open = store;
    }
    if (open != null) {
      open.close();
    }
  }
}
