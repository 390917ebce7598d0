package io.fleetman.controller.manifest;

import io.fleetman.codec.StrictYaml;
import io.fleetman.codec.Utf8;
import io.fleetman.controller.support.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code fleetman.yaml}. */
public final class ServiceFile {
  /** The file's name in a service's folder. */
  public static final String NAME = "fleetman.yaml";

  private ServiceFile() {}

  /**
   * Reads a folder's {@code fleetman.yaml}.
   *
   * @throws Refusal if there is none, or it fails {@link SpecCheck}
   * @throws io.fleetman.codec.DocumentException with file, line and key
   */
  public static Definition.Service read(Path folder) {
    return parse(folder.resolve(NAME).toString(), text(folder));
  }

  /**
   * A folder's {@code fleetman.yaml} as it is written.
   *
   * @throws Refusal if there is none
   * @throws io.fleetman.codec.DocumentException if it is not UTF-8
   */
  public static String text(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      return Utf8.text(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new Refusal.NotFound(
          "there is no "
              + NAME
              + " in "
              + folder.toAbsolutePath().normalize()
              + ": make one with 'fleetman new', or name the service's folder");
    } catch (IOException e) {
      throw new Refusal.Invalid(file + " cannot be read: " + e.getMessage());
    }
  }

  /** Reads its text; {@code where} names it in messages. Checked like {@link #read}. */
  public static Definition.Service parse(String where, String yaml) {
    Definition.Service service = StrictYaml.read(where, yaml, ServiceYaml.class).toService(where);
    List<String> problems = SpecCheck.problems(service);
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems.stream().map(p -> where + ": " + p).toList());
    }
    return service;
  }
}
