package io.fleetman.agent.install;

import java.util.OptionalInt;

/** Users and groups of the node. */
public interface Accounts {
  /** Whom the agent runs as. */
  Self self();

  /** A user's number, if there is such a user. */
  OptionalInt user(String name) throws InterruptedException;

  /** The number of a user's own group. */
  OptionalInt primaryGroup(String user) throws InterruptedException;

  /** A group's number, if there is such a group. */
  OptionalInt group(String name) throws InterruptedException;

  /** A user's home folder; {@code /} if unknown. */
  String home(String user) throws InterruptedException;

  /**
   * The agent's own identity.
   *
   * @param name its user's
   * @param uid its user's number; 0 may act for all
   * @param gid its group's number
   */
  record Self(String name, int uid, int gid) {
    /** Whether it may give files to others and run services as others. */
    public boolean root() {
      return uid == 0;
    }
  }
}
