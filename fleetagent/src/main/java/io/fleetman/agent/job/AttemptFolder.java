package io.fleetman.agent.job;

import io.fleetman.agent.attempt.TryFolder;
import io.fleetman.agent.install.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder of one attempt. Others may pass through it to the folder in which its steps run, and
 * read nothing else.
 *
 * @param path absolute
 */
record AttemptFolder(Path path) {
  private static final int PASS_THROUGH = 0711;
  private static final int EVERYBODYS = 01777;

  static AttemptFolder of(JobSettings settings, Memo memo) {
    return new AttemptFolder(settings.attempts().resolve(memo.name()));
  }

  /**
   * Makes it, empty.
   *
   * @param shared whether steps run as other users than the agent's
   */
  void make(boolean shared) throws IOException {
    Disk.folder(path);
    Files.setAttribute(Objects.requireNonNull(path.getParent()), "unix:mode", PASS_THROUGH);
    Files.setAttribute(path, "unix:mode", PASS_THROUGH);
    Disk.folder(work());
    Files.setAttribute(work(), "unix:mode", shared ? EVERYBODYS : 0700);
  }

  /** Where steps run that say nothing else. */
  Path work() {
    return path.resolve("work");
  }

  /** Where the next chunk of output waits to be put. */
  Path chunk() {
    return path.resolve("chunk");
  }

  /** How far output was read. */
  Path output() {
    return path.resolve("output.json");
  }

  /** One try of one step. */
  TryFolder of(int step, int tries) {
    return new TryFolder(path.resolve("step-" + (step + 1) + "-" + tries));
  }
}
