package io.fleetman.store.s3;

import io.fleetman.store.StoreException;
import java.io.IOException;
import java.util.Optional;

/** Copies on the store's side over {@link Wire}. */
final class DirectCopies {
  private final Wire wire;
  private final Failures failures;

  DirectCopies(Wire wire, Failures failures) {
    this.wire = wire;
    this.failures = failures;
  }

  /** One attempt; an error comes back if it may mean that the object is too large for one copy. */
  Optional<StoreException> copy(Operation operation, String source, String target) {
    try (Exchange answer = wire.copy(source, target, Limits.STORE_SIDE)) {
      int status = answer.status();
      String body = Refusal.text(answer);
      // A copy may end with an error inside a 200; and a page of somebody else is no answer.
      if (status == 200 && !body.contains("<Error>")) {
        if (!body.contains("<ETag>")) {
          throw new StoreException.Unavailable(
              failures.say(operation, "the answer has no ETag; is this the S3 endpoint?"),
              true,
              null);
        }
        return Optional.empty();
      }
      Refusal refusal = Refusal.of(status, body, StoreClock.date(answer.header("date")));
      StoreException named = refusal.named(operation, failures, wire);
      if (status == 400 && Transfers.MAYBE_TOO_LARGE.contains(refusal.code())) {
        return Optional.of(named);
      }
      throw named;
    } catch (IOException e) {
      throw failures.unanswered(operation, e);
    }
  }
}
