package io.fleetman.controller.tree;

import io.fleetman.document.TreeEntry;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must stand at a path of an open tree for somebody to write there, or take it away. */
public sealed interface Expected {
  /** Anything, or nothing. */
  record Anything() implements Expected {}

  /** Nothing. */
  record Nothing() implements Expected {}

  /** A file of this content. */
  record Content(String sha256) implements Expected {}

  /**
   * Nothing, or what somebody has seen: bytes are put under a fresh attempt id each time, so a file
   * whose bytes are none of these attempts' was put by somebody else since.
   *
   * @param attempts {@link #marks} of the tree that was seen
   */
  record Seen(Set<String> attempts) implements Expected {}

  /**
   * Whether it is so.
   *
   * @param old what is there; null: nothing
   * @param next what is to be there; null: nothing
   */
  default boolean holds(@Nullable TreeEntry old, @Nullable TreeEntry next) {
    return switch (this) {
      case Anything _ -> true;
      case Nothing _ -> old == null;
      case Content(var sha256) -> old != null && sha256.equals(old.sha256());
      case Seen(var attempts) ->
          old == null
              || (next != null && Objects.equals(old.sha256(), next.sha256()))
              || mark(old).map(attempts::contains).orElse(true);
    };
  }

  /** What a page of a tree knows its files by, for {@link Seen}: short, and without order. */
  static Set<String> marks(Collection<TreeEntry> files) {
    return files.stream()
        .flatMap(entry -> mark(entry).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> mark(TreeEntry entry) {
    String key = entry.key();
    String attempt =
        switch (key == null ? null : KeyParser.parse(key).orElse(null)) {
          case KnownKey.DeploymentFile file -> file.attempt();
          case KnownKey.StagingFile file -> file.attempt();
          case null, default -> "";
        };
    return attempt.isEmpty()
        ? Optional.empty()
        : Optional.of(attempt.substring(attempt.lastIndexOf('-') + 1));
  }
}
