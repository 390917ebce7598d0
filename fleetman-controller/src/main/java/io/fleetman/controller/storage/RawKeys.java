package io.fleetman.controller.storage;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Progress;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Temporary;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bucket's keys as they are, below the fleet's prefix. */
public final class RawKeys {
  /** The largest object that is shown and edited as text. */
  public static final int LARGEST_TEXT = 512 * 1024;

  private static final int LONGEST_KEY = 900;
  private static final int AT_ONCE = 1_000;
  private static final int IN_MEMORY = 8 * 1024 * 1024;

  private final ObjectStore store;

  /** Of this fleet's bucket. */
  public RawKeys(OpenFleet fleet) {
    this.store = fleet.objects();
  }

  /** What came of a change that names the state it is based on. */
  public sealed interface Swap {
    /**
     * It was written.
     *
     * @param etag the new state
     */
    record Done(ETag etag) implements Swap {}

    /**
     * Somebody else was first; nothing was changed.
     *
     * @param bytes what is there now; null if there is nothing any more
     * @param etag its state; null if there is nothing any more
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Lost(byte @Nullable [] bytes, @Nullable ETag etag) implements Swap {}
  }

  /**
   * What lies under a prefix.
   *
   * @param objects how many
   * @param bytes all together
   * @param first some of them, in order
   * @param access whether any of them says who may sign in
   */
  public record Below(long objects, long bytes, List<ListPage.Entry> first, boolean access) {}

  /**
   * One page of a level.
   *
   * @param from {@link ListPage#next} of the page before; null for the first
   */
  public ListPage level(String prefix, @Nullable String from) {
    if (from != null && hasControls(from)) {
      throw new Refusal.Invalid("cursor: send what the page before gave as next");
    }
    return store.list(sane(prefix), "/", from);
  }

  /** A key as a listing shows it; empty if there is no such object. */
  public Optional<ListPage.Entry> find(String key) {
    return store.list(checked(key), null, null).objects().stream()
        .filter(e -> e.key().equals(key))
        .findFirst();
  }

  /**
   * A small object as a whole.
   *
   * @throws Refusal.NotFound if there is none
   */
  public GetResult.Found read(String key) {
    if (store.get(checked(key)) instanceof GetResult.Found found) {
      return found;
    }
    throw gone(key);
  }

  /** The bytes as text, if they are UTF-8 without control characters. */
  public static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')
          ? Optional.empty()
          : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty(); // it is no text
    }
  }

  /**
   * Opens an object of any size.
   *
   * @throws Refusal.NotFound if there is none
   */
  public ObjectBody open(String key) {
    try {
      return store.open(checked(key));
    } catch (StoreException.NotFound e) {
      throw gone(key);
    }
  }

  /**
   * Writes an object in place of exactly the one that was read, or where none is.
   *
   * @param known the state that was read; null: there must be none
   */
  public Swap write(String key, byte[] bytes, @Nullable ETag known) {
    Precondition condition = known == null ? Precondition.ABSENT : Precondition.matches(known);
    return switch (store.put(checked(key), bytes, condition)) {
      case PutResult.Written w -> new Swap.Done(w.etag());
      case PutResult.Refused _ ->
          store.get(key) instanceof GetResult.Found now
              ? new Swap.Lost(now.body(), now.etag())
              : new Swap.Lost(null, null);
    };
  }

  /**
   * Uploads an object of any size; a large one goes through a file of this machine, not its memory.
   *
   * @param known the state that was read; null: there must be none
   * @throws Refusal.Conflict if there is another
   */
  public void upload(String key, InputStream bytes, @Nullable ETag known) throws IOException {
    checked(key);
    byte[] head = bytes.readNBytes(IN_MEMORY);
    int more = head.length < IN_MEMORY ? -1 : bytes.read();
    if (more < 0) {
      if (write(key, head, known) instanceof Swap.Lost) {
        throw taken(key, known);
      }
      return;
    }
    // A store takes a condition for one request only; what needs several is looked at before.
    ETag now = find(key).map(ListPage.Entry::etag).orElse(null);
    if (known == null ? now != null : !known.equals(now)) {
      throw taken(key, known);
    }
    Path file = Temporary.file(".bytes");
    try {
      try (OutputStream out = Temporary.write(file)) {
        out.write(head);
        out.write(more);
        bytes.transferTo(out);
      }
      store.putFile(key, file, sent -> {});
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Deletes one object.
   *
   * @param known the state that was read; null: whatever there is
   * @throws Refusal if there is none, or another
   */
  public void delete(String key, @Nullable ETag known) {
    ListPage.Entry entry = find(key).orElseThrow(() -> gone(key));
    if (known != null && !known.equals(entry.etag())) {
      throw taken(key, known);
    }
    store.delete(key);
  }

  /**
   * What deleting everything under a prefix would take away.
   *
   * @param shown how many of them to name
   */
  public Below below(String prefix, int shown) {
    List<ListPage.Entry> all = Listing.all(store, folder(prefix)).objects();
    return new Below(
        all.size(),
        all.stream().mapToLong(ListPage.Entry::size).sum(),
        all.stream().limit(shown).toList(),
        all.stream().anyMatch(e -> e.key().startsWith("access/")));
  }

  /**
   * Deletes everything under a prefix.
   *
   * @param expected how many objects somebody agreed to
   * @return how many
   * @throws Refusal.Conflict if there are more by now, or fewer
   */
  public int deleteBelow(String prefix, long expected) {
    return deleteBelow(prefix, expected, Progress.NONE);
  }

  /** The same; {@code progress} hears of objects. */
  public int deleteBelow(String prefix, long expected, Progress progress) {
    List<String> keys =
        Listing.all(store, folder(prefix)).objects().stream().map(ListPage.Entry::key).toList();
    if (keys.size() != expected) {
      throw new Refusal.Conflict(
          "there are "
              + keys.size()
              + " objects under "
              + prefix
              + " by now, and "
              + expected
              + " were shown: look again");
    }
    progress.expects(keys.size());
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      progress.proceed();
      List<String> some = keys.subList(from, Math.min(from + AT_ONCE, keys.size()));
      store.deleteAll(some);
      progress.did(some.size());
    }
    return keys.size();
  }

  private static String folder(String prefix) {
    if (prefix.isEmpty() || !prefix.endsWith("/")) {
      throw new Refusal.Invalid("prefix: name a folder, which ends in /");
    }
    return sane(prefix);
  }

  // A store refuses the rest, or cannot be understood when it says it again.
  private static String sane(String prefix) {
    boolean dots =
        List.of(prefix.split("/", -1)).stream().anyMatch(s -> s.equals(".") || s.equals(".."));
    if (prefix.startsWith("/") || dots || hasControls(prefix)) {
      throw new Refusal.Invalid(
          "prefix: it has no / at its beginning, no segment '.' or '..', and no control"
              + " characters");
    }
    if (prefix.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw new Refusal.Invalid("prefix: it has more than " + LONGEST_KEY + " bytes");
    }
    return prefix;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  private static String checked(String key) {
    if (key.isEmpty() || key.startsWith("/") || hasControls(key)) {
      throw new Refusal.Invalid(
          "key: it has at least one character, no / at its beginning, and no control characters");
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw new Refusal.Invalid("key: it has more than " + LONGEST_KEY + " bytes");
    }
    if (List.of(key.split("/", -1)).stream().anyMatch(s -> s.equals(".") || s.equals(".."))) {
      throw new Refusal.Invalid("key: a segment is '.' or '..': write it out");
    }
    return key;
  }

  private static Refusal gone(String key) {
    return new Refusal.NotFound("there is no object " + key);
  }

  private static Refusal taken(String key, @Nullable ETag known) {
    return new Refusal.Conflict(
        known == null
            ? "there is an object " + key + " already: delete it first, or take another name"
            : "somebody changed or deleted " + key + " after you read it: look again");
  }
}
