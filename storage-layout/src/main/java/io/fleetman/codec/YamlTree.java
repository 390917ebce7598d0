package io.fleetman.codec;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Where everything stands in a YAML file. Jackson reads ahead while it collects a record's fields,
 * so the line at which it stops is not the line of what is wrong.
 */
final class YamlTree {
  // Far beyond what people write; the parser takes seconds for a few megabytes.
  private static final int MOST_CHARACTERS = 512 * 1024;
  // The parser's time grows with the square of it; its own limit is looked at too late.
  private static final int DEEPEST = 40;

  private final Node root;

  private YamlTree(Node root) {
    this.root = root;
  }

  /**
   * Reads a file of one document.
   *
   * @throws DocumentException if it is no YAML, empty, too large, names a key twice, or uses an
   *     alias, which Jackson would take for its name
   */
  static YamlTree of(String where, String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new DocumentException(
          where + " has more than 512K characters: is it the right file? Keep content in files");
    }
    Yaml yaml = new Yaml(new LoaderOptions());
    try {
      int documents = 0;
      int depth = 0;
      for (Event event : yaml.parse(new StringReader(text))) {
        if (event instanceof AliasEvent alias) {
          throw at(
              where,
              alias.getStartMark(),
              "aliases such as '*" + alias.getAnchor() + "' are not read; write the value out");
        }
        depth += event instanceof CollectionStartEvent ? 1 : 0;
        depth -= event instanceof CollectionEndEvent ? 1 : 0;
        if (depth > DEEPEST) {
          throw at(
              where,
              event.getStartMark(),
              "more than " + DEEPEST + " levels within one another; no definition has so many");
        }
        if (event instanceof DocumentStartEvent start && ++documents > 1) {
          throw at(where, start.getStartMark(), "a second document begins; keep one to a file");
        }
      }
      Node root = yaml.compose(new StringReader(text));
      if (root == null) {
        throw new DocumentException(where + " is empty");
      }
      refuseDuplicates(where, root);
      return new YamlTree(root);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      throw at(where, mark, "not YAML: " + said(e));
    } catch (YAMLException e) {
      throw new DocumentException(where + " is not YAML: " + e.getMessage(), e);
    }
  }

  // "while parsing a flow sequence, expected ',' or ']', but got ':'" on one line
  private static String said(MarkedYAMLException e) {
    String context = e.getContext();
    String problem = String.valueOf(e.getProblem()).strip();
    Mark began = e.getContextMark();
    return context == null || began == null
        ? problem
        : context.strip() + " that began in line " + (began.getLine() + 1) + ", " + problem;
  }

  private static void refuseDuplicates(String where, Node node) {
    switch (node) {
      case MappingNode mapping -> {
        Map<String, Integer> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key) {
            int line = key.getStartMark().getLine() + 1;
            Integer first = seen.putIfAbsent(key.getValue(), line);
            if (first != null) {
              throw at(
                  where,
                  key.getStartMark(),
                  "key '" + key.getValue() + "' is there already, in line " + first);
            }
          }
          refuseDuplicates(where, tuple.getValueNode());
        }
      }
      case SequenceNode sequence ->
          sequence.getValue().forEach(item -> refuseDuplicates(where, item));
      default -> {
        // a scalar holds nothing
      }
    }
  }

  /**
   * The line, from 1, of what a path leads to; of the last step that is there, if it is not. Empty
   * for the file as a whole.
   *
   * @param key true for the line of the last step's key, false for that of its value
   */
  OptionalInt line(List<Reference> path, boolean key) {
    Node node = root;
    OptionalInt line = OptionalInt.empty();
    for (Reference step : path) {
      NodeTuple tuple = step.getFieldName() == null ? null : find(node, step.getFieldName());
      Node next = tuple != null ? tuple.getValueNode() : item(node, step.getIndex());
      if (next == null) {
        return line;
      }
      // What is wrong with a whole mapping or list is best looked for at its key.
      boolean atKey = key || !(next instanceof ScalarNode);
      Node there = atKey && tuple != null ? tuple.getKeyNode() : next;
      line = OptionalInt.of(1 + there.getStartMark().getLine());
      node = next;
    }
    return line;
  }

  private static @Nullable NodeTuple find(Node node, String name) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(t -> t.getKeyNode() instanceof ScalarNode k && k.getValue().equals(name))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static @Nullable Node item(Node node, int index) {
    return node instanceof SequenceNode list && index >= 0 && index < list.getValue().size()
        ? list.getValue().get(index)
        : null;
  }

  private static DocumentException at(String where, @Nullable Mark mark, String problem) {
    String line = mark == null ? "" : ":" + (mark.getLine() + 1);
    return new DocumentException(where + line + ": " + problem);
  }
}
