package io.fleetman.controller.tree;

import io.fleetman.document.FileType;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import io.fleetman.template.Template;
import io.fleetman.template.Tokens;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What of a resolved tree would fail on a node, said before anything gets there. Pure. */
public final class TreeCheck {
  private TreeCheck() {}

  /** Problems of the paths alone: such as two that a file system may take for one. */
  public static List<String> clashes(SortedMap<RelativePath, TreeEntry> files) {
    List<String> problems = new ArrayList<>();
    shape(files, problems);
    return problems;
  }

  /** Problems of the files and of what the definition says about them. */
  public static List<String> problems(ManifestSpec spec, SortedMap<RelativePath, TreeEntry> files) {
    List<String> problems = new ArrayList<>();
    shape(files, problems);
    if (files.isEmpty() && spec.command() == null) {
      problems.add("there are no files: upload some, or check the rules under files");
    }
    RelativePath unit = spec.unit();
    if (unit != null && !isFile(files.get(unit))) {
      problems.add("unit: there is no file '" + unit + "': add it, or correct the path");
    }
    for (RelativePath path : templates(spec, files)) {
      if (Objects.requireNonNull(files.get(path)).size() > Template.MOST_BYTES) {
        problems.add(
            "'"
                + path
                + "' is rendered on the node, and larger than the 1 MB that can be: give it type"
                + " binary, and put what differs into a file of its own");
      }
    }
    command(spec.command(), files, problems);
    for (RelativePath data : spec.data()) {
      kept("data", data, files, problems);
    }
    for (RelativePath log : spec.logs()) {
      Path folder = Path.of(log.value()).getParent();
      if (folder != null) {
        kept("logs", new RelativePath(folder.toString()), files, problems);
      }
    }
    return problems;
  }

  /** The paths whose text holds tokens: templates, and a unit of one's own. */
  public static List<RelativePath> templates(
      ManifestSpec spec, SortedMap<RelativePath, TreeEntry> files) {
    return files.entrySet().stream()
        .filter(e -> e.getValue().type() == FileType.TEMPLATE || e.getKey().equals(spec.unit()))
        .filter(e -> isFile(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Problems of one template's text, given the variables' names. */
  public static List<String> templateProblems(
      RelativePath path, byte[] body, Set<String> variables) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return List.of("'" + path + "' is a template and not UTF-8: give it type binary");
    }
    return Tokens.unknown(text, variables).stream()
        .map(
            token ->
                "'"
                    + path
                    + "': unknown token '{{ "
                    + token
                    + " }}': "
                    + (token.startsWith("vars.")
                        ? "declare it under variables with a default"
                        : "known are vars.NAME, labels.NAME, node.id, cell.id, manifest, version,"
                            + " folders.release, folders.current and folders.data"))
        .toList();
  }

  private static void shape(SortedMap<RelativePath, TreeEntry> files, List<String> problems) {
    Map<String, RelativePath> folded = new HashMap<>();
    files.forEach(
        (path, entry) -> {
          RelativePath other = folded.put(path.value().toLowerCase(Locale.ROOT), path);
          if (other != null) {
            problems.add("'" + other + "' and '" + path + "' differ in case alone: rename one");
          }
          for (Path up = Path.of(path.value()).getParent(); up != null; up = up.getParent()) {
            if (isFile(files.get(new RelativePath(up.toString())))) {
              problems.add("'" + up + "' is a file, and '" + path + "' lies in it: rename one");
            }
          }
        });
  }

  private static void kept(
      String field,
      RelativePath folder,
      SortedMap<RelativePath, TreeEntry> files,
      List<String> problems) {
    for (RelativePath path : files.keySet()) {
      if (folder.isParentOf(path) || (path.equals(folder) && isFile(files.get(path)))) {
        problems.add(
            field
                + ": '"
                + folder
                + "' is kept from release to release, and '"
                + path
                + "' is deployed into it: exclude it under files");
        return;
      }
    }
  }

  private static void command(
      @Nullable String command, SortedMap<RelativePath, TreeEntry> files, List<String> problems) {
    String program = command == null ? "" : firstWord(command);
    if (!program.contains("/") || program.startsWith("/") || program.contains("{{")) {
      return; // found on the node, or known only there
    }
    RelativePath path;
    try {
      path = new RelativePath(Path.of(program).normalize().toString());
    } catch (InvalidNameException e) {
      problems.add("command: " + e.getMessage());
      return;
    }
    TreeEntry file = files.get(path);
    if (!isFile(file)) {
      problems.add("command: there is no file '" + path + "': add it, or correct the command");
    } else if (file != null && (Integer.parseInt(file.mode(), 8) & 0111) == 0) {
      problems.add(
          "command: '"
              + path
              + "' is not executable: chmod +x it, or give it mode \"0755\" under files");
    }
  }

  private static String firstWord(String command) {
    String text = command.strip();
    char quote = text.isEmpty() ? ' ' : text.charAt(0);
    if (quote == '"' || quote == '\'') {
      int end = text.indexOf(quote, 1);
      return end < 0 ? text.substring(1) : text.substring(1, end);
    }
    return text.split("\\s+", 2)[0];
  }

  private static boolean isFile(@Nullable TreeEntry entry) {
    return entry != null && entry.type() != FileType.FOLDER && !entry.deleted();
  }
}
