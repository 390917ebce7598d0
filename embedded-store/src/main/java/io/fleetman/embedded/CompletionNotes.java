package io.fleetman.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Multipart uploads that s3proxy is putting together just now. That is the one write it makes under
 * a temporary name, {@code <key>-<uuid>}, inside the bucket. A client may have such a key of its
 * own, so the name alone decides nothing: the note of an upload lists what was there before it
 * began.
 *
 * <p>Notes are files too, so that after a kill the next start knows what to clear away without
 * looking through all buckets.
 */
final class CompletionNotes {
  private static final Logger log = LoggerFactory.getLogger(CompletionNotes.class);
  private static final Pattern TEMPORARY =
      Pattern.compile("(?<key>.*)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);
  private static final String ETAG = "user.content-md5";
  // What no file name can have.
  private static final String SEPARATOR = "\0";
  private static final int PLAIN_ETAG_BYTES = 16;

  private final StoreFolder folder;
  private final ConcurrentHashMap<Path, Set<String>> running = new ConcurrentHashMap<>();

  CompletionNotes(StoreFolder folder) {
    this.folder = folder;
  }

  /** An upload being put together, until it is closed. */
  interface Note extends AutoCloseable {
    @Override
    void close();
  }

  /** Notes that an upload is being put together; the caller has the key's lock. */
  Note begin(String bucket, String key, String uploadId) {
    Path target = folder.bucket(bucket).resolve(key);
    Path file = folder.completions().resolve(uploadId);
    try {
      Set<String> before = new HashSet<>(lookalikes(target));
      List<String> lines = new ArrayList<>();
      lines.add(folder.root().relativize(target).toString());
      lines.addAll(before);
      Files.createDirectories(folder.completions());
      Files.writeString(file, String.join(SEPARATOR, lines), UTF_8);
      running.put(target, before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return () -> {
      running.remove(target);
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.warn("could not remove {}: {}", file, e.toString());
      }
    };
  }

  /** Whether an entry of a LIST is the temporary file of an upload. */
  boolean isTemporary(String bucket, S3Object object) {
    Matcher name = TEMPORARY.matcher(object.key());
    if (!name.matches() || isPlain(object.eTag())) {
      return false;
    }
    Path top = folder.bucket(bucket);
    Path file = top.resolve(object.key());
    Set<String> before = running.get(top.resolve(name.group("key")));
    if (before != null) {
      return !before.contains(String.valueOf(file.getFileName()));
    }
    // The upload may have ended since the LIST; then its temporary file is gone by now.
    return Files.notExists(file);
  }

  /** Clears away what uploads had left that a kill cut short. */
  static void sweep(StoreFolder folder) throws IOException {
    if (!Files.isDirectory(folder.completions())) {
      return;
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder.completions())) {
      for (Path note : notes) {
        List<String> lines = List.of(Files.readString(note, UTF_8).split(SEPARATOR, -1));
        if (!lines.getFirst().isEmpty()) {
          Path target = folder.root().resolve(lines.getFirst());
          Set<String> before = Set.copyOf(lines.subList(1, lines.size()));
          for (String name : lookalikes(target)) {
            Path file = target.resolveSibling(name);
            if (!before.contains(name) && !hasPlainETag(file)) {
              log.info("removing {}, left by a multipart upload that was cut short", file);
              Files.delete(file);
            }
          }
        }
        Files.delete(note);
      }
    }
  }

  /** The files beside {@code target} that are named like its temporary ones. */
  private static List<String> lookalikes(Path target) throws IOException {
    String prefix = target.getFileName() + "-";
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(requireNonNull(target.getParent()))) {
      for (Path sibling : siblings) {
        String name = String.valueOf(sibling.getFileName());
        if (name.startsWith(prefix) && TEMPORARY.matcher(name).matches()) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return names;
  }

  /** An object put in one piece: its ETag is an MD5, where a multipart one's ends in "-n". */
  private static boolean isPlain(@Nullable String eTag) {
    return eTag != null && !eTag.contains("-");
  }

  private static boolean hasPlainETag(Path file) throws IOException {
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    return attributes != null
        && attributes.list().contains(ETAG)
        && attributes.size(ETAG) == PLAIN_ETAG_BYTES;
  }
}
