package io.fleetman.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * s3proxy's file system store, with writes that are atomic.
 *
 * <p>An object is received whole outside its bucket. Only then, under the key's lock, is the
 * condition looked at and the file renamed into its place. So a condition is judged and acted on
 * together, a slow upload holds up nobody, and neither a LIST nor a restart ever meets half a file.
 * Reads take the lock for as long as it takes to open the file, since s3proxy reads the ETag and
 * the bytes by name, one after the other.
 */
final class AtomicBlobStore extends ForwardingBlobStore {
  private static final Logger log = LoggerFactory.getLogger(AtomicBlobStore.class);
  private static final int ATTEMPTS = 100;

  private final StoreFolder folder;
  private final KeyLocks locks = new KeyLocks();
  private final CompletionNotes completions;

  AtomicBlobStore(BlobStore files, StoreFolder folder) {
    super(files);
    this.folder = folder;
    this.completions = new CompletionNotes(folder);
  }

  @Override
  public ListBucketsResponse list() {
    ListBucketsResponse all = delegate().list();
    return all.toBuilder()
        .buckets(all.buckets().stream().filter(b -> !b.name().startsWith(".")).toList())
        .build();
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListObjectsV2Response page = delegate().list(request);
    return page.toBuilder()
        .contents(
            page.contents().stream()
                .filter(object -> !completions.isTemporary(request.bucket(), object))
                .toList())
        .build();
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    String bucket = request.bucket();
    String key = request.key();
    ObjectKeys.check(key);
    requireBucket(bucket);
    if (ObjectKeys.isFolder(key)) {
      try (var _ = locks.write(bucket, key)) {
        return delegate().putBlob(request, payload);
      }
    }
    String name = UUID.randomUUID().toString();
    try {
      PutObjectResponse received =
          delegate()
              .putBlob(
                  request.toBuilder()
                      .bucket(StoreFolder.STAGING)
                      .key(name)
                      .ifMatch(null)
                      .ifNoneMatch(null)
                      .build(),
                  payload);
      publish(name, bucket, key, request.ifMatch(), request.ifNoneMatch());
      return received;
    } finally {
      discard(name);
    }
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    String bucket = request.destinationBucket();
    String key = request.destinationKey();
    ObjectKeys.check(key);
    requireBucket(bucket);
    requireBucket(request.sourceBucket());
    if (ObjectKeys.isFolder(key)) {
      try (var _ = locks.write(bucket, key)) {
        return delegate().copyBlob(request);
      }
    }
    String name = UUID.randomUUID().toString();
    try {
      CopyObjectResponse copied;
      try (var _ = locks.read(request.sourceBucket(), request.sourceKey())) {
        copied =
            delegate()
                .copyBlob(
                    request.toBuilder()
                        .destinationBucket(StoreFolder.STAGING)
                        .destinationKey(name)
                        .build());
      }
      publish(name, bucket, key, request.ifMatch(), request.ifNoneMatch());
      return copied;
    } finally {
      discard(name);
    }
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    try (var _ = locks.write(request.bucket(), request.key())) {
      return delegate().removeBlob(request);
    }
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    try (var _ = locks.read(request.bucket(), request.key())) {
      return delegate().blobMetadata(request);
    }
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    requireBucket(request.bucket());
    try (var _ = locks.read(request.bucket(), request.key())) {
      return delegate().getBlob(request);
    }
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    ObjectKeys.check(request.key());
    return delegate().initiateMultipartUpload(request);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    String bucket = upload.containerName();
    String key = upload.blobName();
    try (var _ = locks.write(bucket, key);
        var _ = completions.begin(bucket, key, upload.id())) {
      refuseFolders(bucket, key);
      return delegate().completeMultipartUpload(upload, request);
    }
  }

  // Nothing is public. s3proxy reads access off the files' permissions, and would hand a file that
  // somebody copied into the folder to anyone who asks without a key.

  @Override
  public BucketCannedACL getContainerAccess(String bucket) {
    return BucketCannedACL.PRIVATE;
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key) {
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key, @Nullable String versionId) {
    return ObjectCannedACL.PRIVATE;
  }

  private void publish(
      String name,
      String bucket,
      String key,
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch) {
    try (var _ = locks.write(bucket, key)) {
      refuseFolders(bucket, key);
      checkCondition(bucket, key, ifMatch, ifNoneMatch);
      moveIntoPlace(folder.staged(name), folder.bucket(bucket).resolve(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkCondition(
      String bucket, String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch == null && ifNoneMatch == null) {
      return;
    }
    HeadObjectResponse present = delegate().blobMetadataIfPresent(bucket, key);
    if (ifMatch != null && present == null) {
      throw S3Exceptions.noSuchKey(bucket, key, "If-Match asks for it");
    }
    boolean replaced = ifMatch != null && !matches(ifMatch, present);
    boolean there = ifNoneMatch != null && matches(ifNoneMatch, present);
    if (replaced || there) {
      throw S3Exceptions.preconditionFailed(null);
    }
  }

  private static boolean matches(String condition, @Nullable HeadObjectResponse present) {
    return present != null
        && (condition.equals("*") || unquoted(condition).equals(unquoted(present.eTag())));
  }

  private static String unquoted(String eTag) {
    return eTag.replace("\"", "");
  }

  /** A file cannot be a folder too. Asked first, so that the refusal is not a 500. */
  private void refuseFolders(String bucket, String key) {
    Path top = folder.bucket(bucket);
    Path file = top.resolve(key);
    boolean folderThere = Files.isDirectory(file) && !isEmptyFolder(file);
    boolean fileAbove = false;
    for (Path above = file.getParent();
        above != null && !above.equals(top);
        above = above.getParent()) {
      fileAbove |= Files.isRegularFile(above);
    }
    if (folderThere || fileAbove) {
      throw S3Exceptions.invalidRequest(
          "this store keeps keys as paths, and " + key + " would be a file and a folder at once");
    }
  }

  /** Nothing but the leavings of a delete that raced with a write; taken away if so. */
  private static boolean isEmptyFolder(Path folder) {
    try {
      Files.delete(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void moveIntoPlace(Path received, Path target) throws IOException {
    Path parent = requireNonNull(target.getParent());
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(parent);
        Files.move(received, target, ATOMIC_MOVE, REPLACE_EXISTING);
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Deleting the last other key of a folder takes the folder away, perhaps just now.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void requireBucket(String bucket) {
    if (bucket.startsWith(".")) {
      throw S3Exceptions.noSuchBucket(bucket, "");
    }
    var _ = delegate().headBucket(HeadBucketRequest.builder().bucket(bucket).build());
  }

  private void discard(String name) {
    try {
      Files.deleteIfExists(folder.staged(name));
    } catch (IOException e) {
      log.warn("could not remove {}: {}", folder.staged(name), e.toString());
    }
  }
}
