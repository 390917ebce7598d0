package io.fleetman.controller.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.StrictYaml;
import io.fleetman.codec.Utf8;
import io.fleetman.controller.support.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads what {@code apply -f} is given. */
public final class Definitions {
  private Definitions() {}

  /** A definition, and how it was written. */
  public record Written(Definition definition, String text) {}

  /**
   * A file, or every {@code *.yaml} and {@code *.yml} below a folder; several documents in a file
   * are parted by {@code ---}.
   *
   * @throws Refusal with every problem of every file
   */
  public static List<Definition> read(Path fileOrFolder) {
    return written(fileOrFolder).stream().map(Written::definition).toList();
  }

  /** The same, with the text of each. */
  public static List<Written> written(Path fileOrFolder) {
    List<Written> definitions = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files(fileOrFolder)) {
      try {
        definitions.addAll(
            written(file.toString(), Utf8.text(file.toString(), Files.readAllBytes(file))));
      } catch (Refusal e) {
        problems.addAll(e.problems());
      } catch (DocumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        problems.add(file + " cannot be read: " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    return definitions;
  }

  /** The documents of one text. */
  public static List<Definition> parse(String where, String yaml) {
    return written(where, yaml).stream().map(Written::definition).toList();
  }

  private static List<Written> written(String where, String yaml) {
    List<Written> definitions = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String document : documents(yaml)) {
      try {
        Definition definition = one(where, document);
        SpecCheck.problems(definition).forEach(p -> problems.add(where + ": " + p));
        definitions.add(new Written(definition, document));
      } catch (DocumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (definitions.isEmpty() && problems.isEmpty()) {
      problems.add(where + " is empty: write a manifest, a cell or a resource profile into it");
    }
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    return definitions;
  }

  private static Definition one(String where, String yaml) {
    JsonNode shape = StrictYaml.read(where, yaml, JsonNode.class);
    String kind = shape.path("kind").asText(guess(shape));
    return switch (kind) {
      case "manifest" -> StrictYaml.read(where, yaml, ServiceYaml.class).toService(where);
      case "cell" -> StrictYaml.read(where, yaml, CellYaml.class).toCell(where);
      case "resourceProfile" ->
          StrictYaml.read(where, yaml, ResourceProfileYaml.class).toProfile(where);
      default ->
          throw new DocumentException(
              where + ": kind: '" + kind + "' is not one of manifest, cell, resourceProfile");
    };
  }

  private static String guess(JsonNode shape) {
    if (shape.has("node")) {
      return "cell";
    }
    return shape.has("name") && !shape.has("manifest") ? "resourceProfile" : "manifest";
  }

  // Each document keeps its place by leading empty lines, so that messages name the file's lines.
  private static List<String> documents(String yaml) {
    List<String> documents = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    boolean content = false;
    int line = 0;
    for (String text : yaml.lines().toList()) {
      line++;
      if (text.stripTrailing().equals("---")) {
        if (content) {
          documents.add(current.toString());
        }
        current = new StringBuilder("\n".repeat(line));
        content = false;
      } else {
        current.append(text).append('\n');
        content |= !text.isBlank() && !text.stripLeading().startsWith("#");
      }
    }
    if (content) {
      documents.add(current.toString());
    }
    return documents;
  }

  private static List<Path> files(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      if (!Files.exists(fileOrFolder)) {
        throw new Refusal.NotFound("there is no file " + fileOrFolder);
      }
      return List.of(fileOrFolder);
    }
    try (Stream<Path> all = Files.walk(fileOrFolder)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".yml"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new Refusal.NotFound("there is no *.yaml or *.yml below " + fileOrFolder);
      }
      return files;
    } catch (IOException e) {
      throw new Refusal.Invalid(fileOrFolder + " cannot be read: " + e.getMessage());
    }
  }
}
