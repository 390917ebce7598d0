package io.fleetman.store.s3;

import io.fleetman.store.FanOut;
import io.fleetman.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects, many at a time where the store can. */
final class BulkDelete {
  private static final int A_REQUEST = 1000;
  private static final int SINGLES_AT_A_TIME = 16;

  private final SdkClient s3;
  private final Calls calls;
  private final Failures failures;
  private final String bucket;
  private final String prefix;

  BulkDelete(SdkClient s3, Calls calls, Failures failures, String bucket, String prefix) {
    this.s3 = s3;
    this.calls = calls;
    this.failures = failures;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  void one(String key) {
    calls.retried(
        Operation.writing("DELETE", key),
        () -> s3.get().deleteObject(r -> r.bucket(bucket).key(prefix + key)));
  }

  void all(Collection<String> keys) {
    List<String> list = new ArrayList<>(keys);
    for (int from = 0; from < list.size(); from += A_REQUEST) {
      page(list.subList(from, Math.min(from + A_REQUEST, list.size())));
    }
  }

  private void page(List<String> keys) {
    Operation operation = Operation.writing("DELETE", keys.size() + " objects");
    List<ObjectIdentifier> objects =
        keys.stream().map(k -> ObjectIdentifier.builder().key(prefix + k).build()).toList();
    DeleteObjectsResponse answer;
    try {
      answer =
          calls.retried(
              operation,
              () ->
                  s3.get()
                      .deleteObjects(
                          r ->
                              r.bucket(bucket)
                                  .delete(d -> d.objects(objects).quiet(true))
                                  .overrideConfiguration(o -> Limits.storeSide(o))));
    } catch (StoreException.Rejected e) {
      // Some stores know no such request, or want another checksum with it.
      FanOut.forEach(keys, SINGLES_AT_A_TIME, this::one);
      return;
    }
    if (!answer.errors().isEmpty()) {
      throw partly(operation, answer.errors());
    }
  }

  private StoreException partly(Operation operation, List<S3Error> errors) {
    S3Error first = errors.getFirst();
    String message =
        failures.say(
            operation,
            errors.size()
                + " of them were not deleted, the first is "
                + first.key()
                + " ("
                + first.code()
                + ": "
                + first.message()
                + ")");
    return switch (String.valueOf(first.code())) {
      case "AccessDenied" -> new StoreException.AccessDenied(message, null);
      case "InternalError", "SlowDown", "ServiceUnavailable" ->
          new StoreException.Unavailable(message, true, null);
      default -> new StoreException.Rejected(message, null);
    };
  }
}
