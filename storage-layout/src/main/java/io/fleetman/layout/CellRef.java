package io.fleetman.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One cell, named across the fleet; written {@code NODE/CELL}.
 *
 * @param node the node it runs on
 * @param cell its id there
 */
public record CellRef(NodeId node, CellId cell) implements Comparable<CellRef> {
  /**
   * Reads {@code NODE/CELL}.
   *
   * @throws InvalidNameException if it is not of that form
   */
  @JsonCreator
  public static CellRef parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || slash != text.lastIndexOf('/')) {
      throw new InvalidNameException("cell", text, "write it as NODE/CELL");
    }
    return new CellRef(new NodeId(text.substring(0, slash)), new CellId(text.substring(slash + 1)));
  }

  @Override
  public int compareTo(CellRef other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : cell.compareTo(other.cell);
  }

  @JsonValue
  @Override
  public String toString() {
    return node + "/" + cell;
  }
}
