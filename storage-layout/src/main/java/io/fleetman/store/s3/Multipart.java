package io.fleetman.store.s3;

import io.fleetman.store.FanOut;
import io.fleetman.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object that is made of parts, which travel side by side; it appears when the last is in. */
final class Multipart {
  private static final Logger log = LoggerFactory.getLogger(Multipart.class);

  /**
   * One part.
   *
   * @param upload the store's id of the upload
   * @param number from 1
   * @param offset of its first byte in the object
   * @param length bytes
   */
  record Part(String upload, int number, long offset, long length) {}

  /** Gets a part into the store and returns its ETag. */
  interface Sender {
    String send(Part part);
  }

  private final SdkClient s3;
  private final Calls calls;
  private final String bucket;

  Multipart(SdkClient s3, Calls calls, String bucket) {
    this.s3 = s3;
    this.calls = calls;
    this.bucket = bucket;
  }

  /** Makes the object {@code full} (the key with the fleet's prefix) of {@code size} bytes. */
  void make(Operation operation, String full, long size, long partSize, Sender sender) {
    String upload =
        calls.retried(
            operation,
            () -> s3.get().createMultipartUpload(r -> r.bucket(bucket).key(full)).uploadId());
    try {
      Queue<CompletedPart> done = new ConcurrentLinkedQueue<>();
      FanOut.forEach(
          parts(upload, size, partSize),
          Limits.PARTS_AT_A_TIME,
          part -> {
            String eTag = calls.retried(operation, () -> sender.send(part));
            done.add(CompletedPart.builder().partNumber(part.number()).eTag(eTag).build());
          });
      complete(operation, full, upload, done);
    } catch (RuntimeException e) {
      abort(operation, full, upload, e);
      throw e;
    }
  }

  private void complete(
      Operation operation, String full, String upload, Queue<CompletedPart> done) {
    List<CompletedPart> parts =
        done.stream().sorted(Comparator.comparing(CompletedPart::partNumber)).toList();
    calls.once(
        operation,
        () ->
            s3.get()
                .completeMultipartUpload(
                    r ->
                        r.bucket(bucket)
                            .key(full)
                            .uploadId(upload)
                            .multipartUpload(m -> m.parts(parts))
                            .overrideConfiguration(o -> Limits.storeSide(o))));
  }

  // What is left of an upload costs money and nobody sees it.
  private void abort(Operation operation, String full, String upload, RuntimeException why) {
    boolean interrupted = Thread.interrupted(); // or the abort would fail for that
    try {
      calls.once(
          operation,
          () -> s3.get().abortMultipartUpload(r -> r.bucket(bucket).key(full).uploadId(upload)));
    } catch (StoreException e) {
      log.warn("an unfinished upload stays behind: {}", e.getMessage());
      why.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<Part> parts(String upload, long size, long partSize) {
    List<Part> parts = new ArrayList<>();
    for (long offset = 0; offset < size; offset += partSize) {
      parts.add(new Part(upload, parts.size() + 1, offset, Math.min(partSize, size - offset)));
    }
    return parts;
  }
}
