package io.fleetman.controller.tree;

import io.fleetman.document.FileRule;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A manifest's {@code files}, applied: which paths belong to the service, and how they are
 * installed. Without any rule everything belongs to it. Pure.
 */
public final class FileRules {
  private record Rule(FileRule rule, List<Glob> excludes) {
    boolean covers(RelativePath path) {
      String below = below(path);
      return below != null
          && (below.isEmpty() || excludes.stream().noneMatch(g -> g.matches(below)));
    }

    // the path as seen from the rule's folder; empty if it is the rule's path itself
    private @Nullable String below(RelativePath path) {
      if (rule.path().equals(".")) {
        return path.value();
      }
      if (path.value().equals(rule.path())) {
        return "";
      }
      return path.value().startsWith(rule.path() + "/")
          ? path.value().substring(rule.path().length() + 1)
          : null;
    }
  }

  private final List<Rule> rules;

  /** Of these rules; of several that match the last one wins, attribute by attribute. */
  public FileRules(List<FileRule> rules) {
    this.rules =
        rules.stream().map(r -> new Rule(r, r.exclude().stream().map(Glob::new).toList())).toList();
  }

  /** Whether a file of this path belongs to the service. */
  public boolean selects(RelativePath path) {
    return rules.isEmpty() || rules.stream().anyMatch(r -> r.covers(path));
  }

  /** Whether a folder of this path may hold what belongs to the service. */
  boolean mayHold(RelativePath folder) {
    return selects(folder)
        || rules.stream().anyMatch(r -> r.rule().path().startsWith(folder.value() + "/"));
  }

  /** The entry as the rules want it; types and modes that they leave open are the entry's own. */
  public TreeEntry apply(RelativePath path, TreeEntry entry) {
    FileType type = entry.type();
    String owner = entry.owner();
    String group = entry.group();
    String mode = entry.mode();
    for (Rule r : rules) {
      if (r.covers(path)) {
        FileRule rule = r.rule();
        owner = rule.owner() == null ? owner : rule.owner();
        group = rule.group() == null ? group : rule.group();
        if (rule.type() != null
            && (entry.type() != FileType.FOLDER) == (rule.type() != FileType.FOLDER)) {
          type = rule.type();
        }
        if (rule.mode() != null) {
          boolean ownFolder = rule.type() == FileType.FOLDER && path.value().equals(rule.path());
          mode =
              entry.type() == FileType.FOLDER && !ownFolder ? enterable(rule.mode()) : rule.mode();
        }
      }
    }
    return new TreeEntry(
        type,
        entry.key(),
        entry.size(),
        entry.sha256(),
        owner,
        group,
        Modes.fourDigits(mode),
        false);
  }

  /** The folders that rules of type {@code folder} want, whether anything is in them or not. */
  public List<RelativePath> folders() {
    return rules.stream()
        .map(Rule::rule)
        .filter(r -> r.type() == FileType.FOLDER && !r.path().equals("."))
        .map(r -> new RelativePath(r.path()))
        .toList();
  }

  /** Problems with rules that name a path where nothing is, or a folder where a file is. */
  public List<String> problems(Set<RelativePath> paths) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      FileRule rule = rules.get(i).rule();
      if (rule.path().equals(".")) {
        continue;
      }
      String field = "files[" + i + "].path: ";
      RelativePath path = new RelativePath(rule.path());
      if (rule.type() != FileType.FOLDER
          && !paths.contains(path)
          && paths.stream().noneMatch(path::isParentOf)) {
        problems.add(
            field + "there is no file or folder '" + path + "': add it, or remove the rule");
      }
    }
    return problems;
  }

  // A mode for files, for a folder: who may read it may enter it.
  private static String enterable(String mode) {
    int bits = Integer.parseInt(mode, 8);
    return Integer.toOctalString(bits | ((bits & 0444) >> 2));
  }
}
