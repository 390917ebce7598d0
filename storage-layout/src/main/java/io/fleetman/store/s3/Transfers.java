package io.fleetman.store.s3;

import io.fleetman.store.ObjectWriter.Progress;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Moves large bytes: files up, and objects to other keys on the store's side. */
final class Transfers {
  /** What stores call an object that is too large to be copied at once, or something else. */
  static final Set<String> MAYBE_TOO_LARGE = Set.of("InvalidRequest", "EntityTooLarge");

  private final SdkClient s3;
  private final Calls calls;
  private final String bucket;
  private final Multipart multipart;
  private final @Nullable DirectCopies direct;

  /** With {@code direct} for copies, or null for the SDK. */
  Transfers(SdkClient s3, Calls calls, String bucket, @Nullable DirectCopies direct) {
    this.s3 = s3;
    this.calls = calls;
    this.bucket = bucket;
    this.direct = direct;
    this.multipart = new Multipart(s3, calls, bucket);
  }

  /** Puts {@code size} bytes of a file under a full key. */
  void upload(Operation operation, String full, Path file, long size, Progress progress) {
    if (size > Limits.SINGLE_PUT) {
      multipart.make(
          operation,
          full,
          size,
          Limits.uploadPart(size),
          part -> {
            String eTag = uploadPart(full, file, part);
            progress.sent(part.length());
            return eTag;
          });
      return;
    }
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(full)
            .overrideConfiguration(o -> Limits.transfer(o, size))
            .build();
    calls.retried(
        operation,
        () -> {
          try (FileSlice slice = new FileSlice(file, 0, size)) {
            return done(s3.get().putObject(request, slice.body()).eTag());
          }
        });
    progress.sent(size);
  }

  // A 200 that says nothing of the object may come from anybody on the way.
  private static String done(@Nullable String eTag) {
    if (eTag == null || eTag.isEmpty()) {
      throw SdkClientException.create("the answer has no ETag; is this the S3 endpoint?");
    }
    return eTag;
  }

  private String uploadPart(String full, Path file, Multipart.Part part) {
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(bucket)
            .key(full)
            .uploadId(part.upload())
            .partNumber(part.number())
            .overrideConfiguration(o -> Limits.transfer(o, part.length()))
            .build();
    try (FileSlice slice = new FileSlice(file, part.offset(), part.length())) {
      return s3.get().uploadPart(request, slice.body()).eTag();
    }
  }

  /** Copies between full keys; the SDK encodes the source, whatever it is made of. */
  void copy(Operation operation, String source, String target) {
    Optional<StoreException> refusal =
        calls.retried(
            operation,
            () ->
                direct == null
                    ? copyBySdk(operation, source, target)
                    : direct.copy(operation, source, target));
    if (refusal.isPresent()) {
      copyInParts(operation, source, target, refusal.get());
    }
  }

  private Optional<StoreException> copyBySdk(Operation operation, String source, String target) {
    CopyObjectRequest request =
        CopyObjectRequest.builder()
            .sourceBucket(bucket)
            .sourceKey(source)
            .destinationBucket(bucket)
            .destinationKey(target)
            .overrideConfiguration(o -> Limits.storeSide(o))
            .build();
    try {
      CopyObjectResult result = s3.get().copyObject(request).copyObjectResult();
      done(result == null ? null : result.eTag());
      return Optional.empty();
    } catch (S3Exception e) {
      if (e.statusCode() == 400 && MAYBE_TOO_LARGE.contains(Failures.code(e))) {
        return Optional.of(calls.named(operation, e));
      }
      throw e;
    }
  }

  // The size is asked only where a copy was refused, which spares all others a HEAD.
  private void copyInParts(
      Operation operation, String source, String target, StoreException refusal) {
    long size =
        calls.retried(
            operation,
            () -> s3.get().headObject(r -> r.bucket(bucket).key(source)).contentLength());
    if (size <= Limits.SINGLE_COPY) {
      throw refusal;
    }
    multipart.make(
        operation, target, size, Limits.copyPart(size), part -> copyPart(source, target, part));
  }

  private String copyPart(String source, String target, Multipart.Part part) {
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(bucket)
            .sourceKey(source)
            .destinationBucket(bucket)
            .destinationKey(target)
            .uploadId(part.upload())
            .partNumber(part.number())
            .copySourceRange("bytes=" + part.offset() + "-" + (part.offset() + part.length() - 1))
            .overrideConfiguration(o -> Limits.storeSide(o))
            .build();
    return s3.get().uploadPartCopy(request).copyPartResult().eTag();
  }
}
