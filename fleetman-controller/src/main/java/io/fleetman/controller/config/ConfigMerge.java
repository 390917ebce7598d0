package io.fleetman.controller.config;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.StrictYaml;
import io.fleetman.store.StorageSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One more bucket in a configuration that is there. The text is kept as it is, comments and all,
 * and the entry is put behind the last one; what results is read again and must say the same plus
 * the entry, or nothing is changed. Pure.
 */
public final class ConfigMerge {
  private ConfigMerge() {}

  /**
   * The text with the entry.
   *
   * @param yaml the new text
   * @param madeDefault the bucket that was the only one, and that default_bucket now names; null if
   *     nothing had to be said
   */
  public record Merged(String yaml, @Nullable String madeDefault) {}

  /**
   * Adds an entry.
   *
   * @param where the file's name, for messages
   * @param name of the entry
   * @throws ConfigException if the entry is there already, or the text has no place for it
   * @throws DocumentException if the text is not a configuration
   */
  public static Merged add(
      String where, String yaml, String name, StorageSettings storage, boolean singleWriter) {
    ControllerConfig before = StrictYaml.read(where, yaml, ControllerConfig.class);
    if (before.buckets().containsKey(name)) {
      throw new ConfigException(
          where + " has a bucket '" + name + "' already: give this one another name with --bucket");
    }
    String end = yaml.contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(yaml.lines().toList());
    String madeDefault = null;
    if (before.defaultBucket() == null && before.buckets().size() == 1) {
      madeDefault = before.buckets().keySet().iterator().next();
    }
    insert(lines, ConfigText.entry(name, storage, singleWriter));
    if (madeDefault != null) {
      lines.add("default_bucket: " + ConfigText.quoted(madeDefault));
    }
    String merged = String.join(end, lines) + end;
    Map<String, BucketSettings> wanted = new LinkedHashMap<>(before.buckets());
    ControllerConfig after = read(where, merged);
    wanted.put(name, Objects.requireNonNullElse(bucket(after, name), BucketSettings.EMPTY));
    boolean same =
        after != null
            && after.buckets().equals(wanted)
            && after.web().equals(before.web())
            && after.buckets().containsKey(name);
    if (!same) {
      throw new ConfigException(
          where
              + " does not list its buckets one below the other, so none can be added without"
              + " rewriting it: add '"
              + name
              + "' by hand, as controller_config.example.yaml shows");
    }
    return new Merged(merged, madeDefault);
  }

  private static @Nullable BucketSettings bucket(@Nullable ControllerConfig config, String name) {
    return config == null ? null : config.buckets().get(name);
  }

  private static @Nullable ControllerConfig read(String where, String yaml) {
    try {
      return StrictYaml.read(where, yaml, ControllerConfig.class);
    } catch (DocumentException e) {
      return null; // the caller says it in words about the file as it is, not as it would be
    }
  }

  /** Behind the last line of the block below {@code buckets:}, in that block's indentation. */
  private static void insert(List<String> lines, List<String> entry) {
    int head = 0;
    while (head < lines.size() && !lines.get(head).matches("buckets:\\s*(#.*)?")) {
      head++;
    }
    int last = head;
    String indent = "  ";
    for (int i = head + 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      String margin = line.substring(0, line.length() - line.stripLeading().length());
      if (margin.isEmpty()) {
        break;
      }
      indent = last == head ? margin : indent;
      last = i;
    }
    String margin = indent;
    lines.addAll(
        Math.min(last + 1, lines.size()), entry.stream().map(line -> margin + line).toList());
  }
}
