package io.fleetman.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the defaults depend on.
 *
 * @param root whether the agent runs as root
 * @param home of the user it runs as
 * @param hostname the machine's own name, lower case, without its domain
 */
public record Machine(boolean root, Path home, String hostname) {
  /**
   * This machine and this process.
   *
   * @throws IOException if the kernel does not say
   */
  public static Machine here() throws IOException {
    int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    int dot = name.indexOf('.');
    return new Machine(
        uid == 0,
        Path.of(System.getProperty("user.home")),
        (dot > 0 ? name.substring(0, dot) : name).toLowerCase(Locale.ROOT));
  }
}
