package io.fleetman.controller.portal.job;

import io.fleetman.controller.web.Word;
import io.fleetman.job.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How an execution's nodes stand, as a bar of parts and as words.
 *
 * @param total how many nodes there are
 * @param parts in the order of the states' life; none is empty
 */
public record Bar(int total, List<Part> parts) {
  // What went wrong stands together, and what is still to come at the end.
  private static final List<NodeStatus> ORDER =
      List.of(
          NodeStatus.SUCCEEDED,
          NodeStatus.FAILED,
          NodeStatus.TIMED_OUT,
          NodeStatus.REJECTED,
          NodeStatus.LOST,
          NodeStatus.EXPIRED,
          NodeStatus.CANCELED,
          NodeStatus.IN_PROGRESS,
          NodeStatus.QUEUED);

  /**
   * The nodes of one state.
   *
   * @param key of the state in addresses
   * @param x where its part of the bar begins, in thousandths
   * @param width of it, in thousandths
   */
  public record Part(String key, Word status, int count, int x, int width) {}

  static Bar of(Map<NodeStatus, Integer> nodes) {
    int total = nodes.values().stream().mapToInt(Integer::intValue).sum();
    List<Part> parts = new ArrayList<>();
    int before = 0;
    for (NodeStatus status : ORDER) {
      int count = nodes.getOrDefault(status, 0);
      if (count > 0) {
        int x = 1000 * before / total;
        before += count;
        parts.add(new Part(key(status), JobWords.of(status), count, x, 1000 * before / total - x));
      }
    }
    return new Bar(total, List.copyOf(parts));
  }

  static String key(NodeStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** All of it in words. */
  public String words() {
    return String.join(
        ", ",
        parts.stream()
            .map(p -> p.count() + " " + p.status().text().toLowerCase(Locale.ROOT))
            .toList());
  }
}
