package io.fleetman.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys under {@code jobs/}, read back for {@link KeyParser}. */
final class JobKeyParser {
  private JobKeyParser() {}

  static @Nullable KnownKey read(List<String> parts) {
    return switch (parts.get(1)) {
      case "templates" -> template(parts);
      case "requests" ->
          parts.size() == 3
              ? new KnownKey.JobRequest(Names.id("request", KeyParser.stem(parts.get(2))))
              : null;
      case "executions" -> parts.size() >= 4 ? execution(parts) : null;
      case "gates" -> parts.size() >= 4 ? gate(parts) : null;
      default -> null;
    };
  }

  private static @Nullable KnownKey template(List<String> parts) {
    if (parts.size() == 3) {
      return new KnownKey.Template(new TemplateId(KeyParser.stem(parts.get(2))));
    }
    return parts.size() == 5 && parts.get(3).equals("revisions")
        ? new KnownKey.TemplateRevision(
            new TemplateId(parts.get(2)), number(KeyParser.stem(parts.get(4))))
        : null;
  }

  private static @Nullable KnownKey execution(List<String> parts) {
    ExecutionId execution = new ExecutionId(parts.get(2));
    if (parts.size() == 4) {
      return parts.get(3).equals("job.json") ? new KnownKey.Execution(execution) : null;
    }
    if (parts.size() < 7 || !parts.get(3).equals("nodes")) {
      return null;
    }
    NodeId node = new NodeId(parts.get(4));
    int attempt = number(parts.get(5));
    return switch (parts.get(6)) {
      case "progress.json" ->
          parts.size() == 7 ? new KnownKey.JobProgress(execution, node, attempt) : null;
      case "log" -> parts.size() == 8 ? chunk(execution, node, attempt, parts.get(7)) : null;
      default -> null;
    };
  }

  private static @Nullable KnownKey chunk(
      ExecutionId execution, NodeId node, int attempt, String name) {
    return name.matches("[0-9]{8}")
        ? new KnownKey.LogChunk(execution, node, attempt, Integer.parseInt(name))
        : null;
  }

  private static @Nullable KnownKey gate(List<String> parts) {
    ExecutionId execution = new ExecutionId(parts.get(2));
    return gate(execution, String.join("/", parts), JobKeys.gates(execution).length());
  }

  /**
   * What a key below an execution's gates names. Listings show thousands of them, again and again,
   * so it is read where it stands.
   *
   * @param at where the gates' own name ends
   */
  static @Nullable KnownKey gate(ExecutionId execution, String key, int at) {
    int first = key.indexOf('/', at);
    if (first < 0) {
      return switch (key.substring(at)) {
        case "abort" -> new KnownKey.Abort(execution);
        case "follow" -> new KnownKey.Follow(execution);
        default -> null;
      };
    }
    int second = key.indexOf('/', first + 1);
    if (second < 0) {
      return is("cancels", key, at, first)
          ? new KnownKey.Cancel(execution, new NodeId(key.substring(first + 1)))
          : null;
    }
    String middle = key.substring(first + 1, second);
    String last = key.substring(second + 1);
    if (is("claims", key, at, first)) {
      return new KnownKey.Claim(execution, new NodeId(middle), number(last));
    }
    if (is("verdicts", key, at, first)) {
      return new KnownKey.Verdict(execution, new NodeId(middle), number(last));
    }
    return is("slots", key, at, first)
        ? new KnownKey.Slot(execution, index(middle), index(last))
        : null;
  }

  private static boolean is(String word, String key, int from, int to) {
    return to - from == word.length() && key.startsWith(word, from);
  }

  static int number(String text) {
    int number = index(text);
    if (number < 1) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  // "+1" and "01" are numbers to Java, and other keys to a store.
  private static int index(String text) {
    int number = Integer.parseInt(text);
    char first = text.charAt(0);
    if (first < '0' || first > '9' || (first == '0' && text.length() > 1)) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
