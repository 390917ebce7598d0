package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Terminal;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.LogLines;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The output of many nodes as lines: each as it comes, with its node before it, or gathered until
 * the end, where nodes that said the same stand together.
 */
final class JobLines {
  private final Terminal terminal;
  private final int width;
  private final boolean prefixed;
  private final Map<NodeId, LogLines> begun = new TreeMap<>();
  private final @Nullable Map<NodeId, StringBuilder> gathered;

  /**
   * @param nodes all that may write
   * @param group whether to gather
   */
  JobLines(Terminal terminal, Collection<NodeId> nodes, boolean group) {
    this(terminal, nodes, group, true);
  }

  /**
   * The same.
   *
   * @param prefixed whether each line's node stands before it
   */
  JobLines(Terminal terminal, Collection<NodeId> nodes, boolean group, boolean prefixed) {
    this.terminal = terminal;
    this.width = nodes.stream().mapToInt(n -> n.value().length()).max().orElse(0);
    this.prefixed = prefixed;
    this.gathered = group ? new TreeMap<>() : null;
  }

  /** Takes what a node wrote; lines that are whole are shown. */
  void wrote(NodeId node, List<Frame> frames) {
    LogLines lines =
        begun.computeIfAbsent(
            node,
            _ ->
                new LogLines(
                    (stream, _, text) -> {
                      if (gathered == null) {
                        show(node, stream, text);
                      } else {
                        gathered
                            .computeIfAbsent(node, _ -> new StringBuilder())
                            .append(text)
                            .append('\n');
                      }
                    }));
    frames.forEach(lines::add);
  }

  /** Shows what a node began and did not end. */
  void ended(NodeId node) {
    LogLines lines = begun.remove(node);
    if (lines != null) {
      lines.end(0);
    }
  }

  private void show(NodeId node, Stream stream, String line) {
    Paint paint = stream == Stream.OUT ? terminal.paint() : terminal.sayPaint();
    String prefix =
        prefixed ? paint.dim(node + " ".repeat(width - node.value().length()) + " │ ") : "";
    String text = line.replace("\r", "");
    if (stream == Stream.OUT) {
      terminal.print(prefix + text);
    } else {
      terminal.say(prefix + paint.warn(text));
    }
  }

  /** Shows what was gathered: the most said first. */
  void finish(Collection<NodeId> nodes) {
    nodes.forEach(this::ended);
    if (gathered == null) {
      return;
    }
    Map<String, List<NodeId>> groups = new LinkedHashMap<>();
    for (NodeId node : nodes) {
      StringBuilder text = gathered.get(node);
      groups.computeIfAbsent(text == null ? "" : text.toString(), _ -> new ArrayList<>()).add(node);
    }
    groups.entrySet().stream()
        .sorted(Comparator.comparingInt(g -> -g.getValue().size()))
        .forEach(
            group -> {
              terminal.print(
                  terminal.paint().bold(Human.count(group.getValue().size(), "node") + ": ")
                      + Blocks.list(group.getValue(), "node"));
              if (group.getKey().isEmpty()) {
                terminal.print(terminal.paint().dim("  (nothing)"));
              }
              group.getKey().lines().forEach(line -> terminal.print("  " + line));
            });
  }
}
