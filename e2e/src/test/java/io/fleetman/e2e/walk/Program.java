package io.fleetman.e2e.walk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A program that runs: an agent from its start to its end, or one command of an operator. */
final class Program {
  private final World world;
  private final String name;
  private final Duration clockError;
  private final Gate store;
  private boolean dead;

  /**
   * Starts it.
   *
   * @param clockError by how much its machine's clock is wrong
   */
  Program(World world, String name, Duration clockError) {
    this.world = world;
    this.name = name;
    this.clockError = clockError;
    this.store = new Gate(this, world.weather().line(world.ledger()));
  }

  /** The store as this process reaches it. */
  Gate store() {
    return store;
  }

  InstantSource clock() {
    return () -> world.time().now().plus(clockError);
  }

  String newId(Instant now) {
    return world.newId(now);
  }

  /** Ends it for good, wherever it is. */
  void kill() {
    dead = true;
  }

  boolean dead() {
    return dead;
  }

  /** It comes to a moment at which others may go on, and at which it may be killed. */
  void reaches(String moment) {
    alive();
    Task.handOver();
    alive();
    trace(moment);
  }

  void alive() {
    if (dead) {
      throw new Killed(name);
    }
  }

  void waits(Duration time) {
    reaches("waits " + time);
    world.time().pass(time);
  }

  void trace(String what) {
    world.trace(name + ": " + what);
  }

  World world() {
    return world;
  }

  @Override
  public String toString() {
    return name;
  }
}
