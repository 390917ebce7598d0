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
    int n = parts.size();
    return switch (parts.get(3)) {
      case "abort" -> n == 4 ? new KnownKey.Abort(execution) : null;
      case "follow" -> n == 4 ? new KnownKey.Follow(execution) : null;
      case "cancels" -> n == 5 ? new KnownKey.Cancel(execution, new NodeId(parts.get(4))) : null;
      case "claims" ->
          n == 6
              ? new KnownKey.Claim(execution, new NodeId(parts.get(4)), number(parts.get(5)))
              : null;
      case "slots" ->
          n == 6 ? new KnownKey.Slot(execution, index(parts.get(4)), index(parts.get(5))) : null;
      case "verdicts" ->
          n == 6
              ? new KnownKey.Verdict(execution, new NodeId(parts.get(4)), number(parts.get(5)))
              : null;
      default -> null;
    };
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
    if (number < 0 || !Integer.toString(number).equals(text)) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
