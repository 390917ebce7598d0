package io.fleetman.e2e.fault;

/** What a request to a store is. */
public enum Kind {
  LIST,
  GET,
  /** A GET with If-None-Match, as of a doorbell. */
  CONDITIONAL_GET,
  HEAD,
  PUT,
  /** A PUT whose bytes the store takes from another object. */
  COPY,
  POST,
  DELETE;

  static Kind of(Head head) {
    return switch (head.method()) {
      case "GET" -> get(head);
      case "HEAD" -> HEAD;
      case "PUT" -> head.header("x-amz-copy-source") == null ? PUT : COPY;
      case "DELETE" -> DELETE;
      default -> POST;
    };
  }

  private static Kind get(Head head) {
    if (head.target().contains("list-type=")) {
      return LIST;
    }
    return head.header("if-none-match") == null ? GET : CONDITIONAL_GET;
  }
}
