package io.fleetman.e2e.fault;

/** An answer out of its framing. */
final class Answer {
  private final Head head;
  private final byte[] body;

  Answer(Head head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  Head head() {
    return head;
  }

  byte[] body() {
    return body;
  }
}
