package io.fleetman.controller.web;

import io.fleetman.store.ETag;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code If-Match} says, as RFC 9110 has it: a star, or a list of entity tags. Pure. */
final class EntityTags {
  private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(?:,|$)");
  private static final int MOST = 50;

  private EntityTags() {}

  /**
   * Whether a state is among those that are named. A weak tag never is: the comparison is strong.
   *
   * @param current null: there is nothing
   * @throws ProblemException if what was sent are no entity tags
   */
  static boolean match(String header, @Nullable ETag current) {
    if (header.strip().equals("*")) {
      return current != null;
    }
    Matcher tag = TAG.matcher(header);
    boolean found = false;
    int at = 0;
    for (int n = 0; at < header.length(); n++) {
      if (n == MOST || !tag.find(at) || tag.start() != at) {
        throw ProblemException.invalid(
            "If-Match", "send the ETag as it was answered, with its quotation marks");
      }
      found |= tag.group(1) == null && current != null && current.value().equals(tag.group(2));
      at = tag.end();
    }
    if (at == 0) {
      throw ProblemException.invalid("If-Match", "send the ETag that was answered");
    }
    return found;
  }
}
