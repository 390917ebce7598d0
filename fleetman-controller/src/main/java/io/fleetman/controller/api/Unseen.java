package io.fleetman.controller.api;

import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a program says of files that it has not looked at one by one. */
final class Unseen {
  /** What a page of files knew when it was made: {@link Expected#marks}, with spaces. */
  static final String SEEN = "Fleetman-Seen";

  private Unseen() {}

  /** What a page knows these files by once they are put. */
  static String of(Collection<RelativePath> paths, Map<RelativePath, TreeEntry> files) {
    return String.join(
        " ", Expected.marks(paths.stream().map(files::get).filter(Objects::nonNull).toList()));
  }

  /** What must stand where the request writes: {@code If-None-Match}, or {@link #SEEN}. */
  static Expected expected(ApiExchange exchange) {
    String none = exchange.http().header("If-None-Match");
    if (none != null) {
      if (!none.strip().equals("*")) {
        throw ProblemException.invalid("If-None-Match", "write *: only where there is no file yet");
      }
      return new Expected.Nothing();
    }
    String seen = exchange.http().header(SEEN);
    return seen == null
        ? new Expected.Anything()
        : new Expected.Seen(Set.of(seen.strip().split("\\s+", -1)));
  }
}
