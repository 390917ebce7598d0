package io.fleetman.controller.demo;

import io.fleetman.document.Profile;

/** What the demo's node can run. */
enum Mode {
  /** A unit of the user who runs the demo. */
  USER_UNIT("user", "hello", "a unit of your own systemd (systemctl --user)"),
  /** A unit of the machine's systemd. */
  SYSTEM_UNIT("system", "hello", "a unit of this machine's systemd"),
  /** Nothing runs. */
  FILES_ONLY("auto", "files", "files only, no process"),
  /** Nothing runs, though something could: it was asked for. */
  FILES_ASKED_FOR("auto", "files", "files only, as --systemd=none asks for");

  private final String scope;
  private final String example;
  private final String words;

  Mode(String scope, String example, String words) {
    this.scope = scope;
    this.example = example;
    this.words = words;
  }

  /** For {@code systemd.scope} of the agent's configuration. */
  String scope() {
    return scope;
  }

  /** The example that is deployed: a folder's name below {@code examples}, and its manifest's. */
  String example() {
    return example;
  }

  /** For people. */
  String words() {
    return words;
  }

  boolean runs() {
    return this == USER_UNIT || this == SYSTEM_UNIT;
  }

  Profile profile() {
    return runs() ? Profile.SYSTEMD : Profile.DEPLOY;
  }
}
