package io.fleetman.e2e.fault;

import java.time.Duration;

/** What is done to a request instead of answering it well. */
public sealed interface Fault {
  /** The request is done by the store, the connection closed without an answer. */
  record LostAnswer() implements Fault {}

  /** The connection is closed without an answer; the request reaches the store later. */
  record Late(Duration after) implements Fault {}

  /** The store is not asked; an S3 error comes back. */
  record Refusal(int status, String code) implements Fault {}

  /** The answer's whole length is announced; the connection is closed half way through its body. */
  record CutBody() implements Fault {}

  /** The body drips, a byte each pause, and its last byte never comes. */
  record Drip(Duration pause) implements Fault {}

  /** Half of the body, then spaces for ever; no end is announced. */
  record Endless() implements Fault {}

  /** The first answer to the same request is given again and again. */
  record Stale() implements Fault {}

  /** Nothing is answered, for ever. */
  record Hang() implements Fault {}

  /** The first byte of the answer comes so much later. */
  record Slow(Duration delay) implements Fault {}

  /** A 200 with the page of some other program. */
  record Html() implements Fault {}

  /** The store's own answer with half of its body, and the length of that half. */
  record HalfBody() implements Fault {}

  /** The store's own answer, in whose body one text stands in place of another. */
  record Rewritten(String from, String to) implements Fault {}

  Fault DENIED = new Refusal(403, "AccessDenied");
  Fault NO_SUCH_KEY = new Refusal(404, "NoSuchKey");
  Fault CONFLICT = new Refusal(409, "ConditionalRequestConflict");
  Fault PRECONDITION_FAILED = new Refusal(412, "PreconditionFailed");
  Fault INTERNAL = new Refusal(500, "InternalError");
  Fault SLOW_DOWN = new Refusal(503, "SlowDown");
}
