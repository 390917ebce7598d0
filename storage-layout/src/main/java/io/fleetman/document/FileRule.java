package io.fleetman.document;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a manifest's {@code files}: which files belong to the service, and how they are
 * installed. Of several rules that match a path the last one wins, attribute by attribute.
 *
 * @param path a file, a folder (with all below it), or {@code .} for everything
 * @param type null: folders and files are told apart, files are {@code binary} unless their first
 *     bytes are UTF-8 text
 * @param owner user name; null: the service's user
 * @param group group name; null: the service's group
 * @param mode octal, such as {@code "0640"}; null: 0755 for folders and files that were executable
 *     when uploaded, otherwise 0644
 * @param exclude glob patterns ({@code *.md}, {@code logs/**}) below {@code path} that are left out
 */
public record FileRule(
    String path,
    @Nullable FileType type,
    @Nullable String owner,
    @Nullable String group,
    @Nullable String mode,
    List<String> exclude) {
  /**
   * @throws NullPointerException if there is no path
   */
  public FileRule {
    Objects.requireNonNull(path, "path is missing");
    exclude = Defaults.list(exclude);
  }
}
