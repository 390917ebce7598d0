package io.fleetman.controller;

import io.fleetman.controller.cli.Cli;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.demo.DemoCommand;
import io.fleetman.controller.web.ControllerCommand;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** Puts the program together; the one place that knows every part. */
final class Wiring {
  private Wiring() {}

  /**
   * All commands. A command class must not name Javalin's or jte's types in its fields or method
   * signatures: picocli reflects over them, and {@code --help} would load a web server.
   */
  static CommandLine commands(Session session) {
    return Cli.commands(
        session, new ControllerCommand(session, Areas::all), new DemoCommand(session, Areas::all));
  }

  /** The user and the host, for whoever reads later who did what. */
  static String user(Map<String, String> environment) {
    return System.getProperty("user.name") + "@" + host(environment);
  }

  // Not InetAddress.getLocalHost(): where DNS is slow it makes every command slow.
  private static String host(Map<String, String> environment) {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return environment.getOrDefault("HOSTNAME", "unknown");
    }
  }

  static ObjectStore openStore(StorageSettings settings) {
    return S3ObjectStore.open(settings);
  }
}
