package io.fleetman.agent.job;

import io.fleetman.agent.attempt.TryFolder;
import io.fleetman.agent.install.Disk;
import io.fleetman.codec.DocumentException;
import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.document.ByteSize;
import io.fleetman.job.JobOutput;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Frames;
import io.fleetman.job.log.SecretMask;
import io.fleetman.job.log.Stream;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The output of one attempt: read from the files into which its processes write, in the order in
 * which it is read, and put as chunks. At no time more than one chunk is in memory. Whoever begins
 * again after a kill goes on at the very byte. One thread at a time.
 */
final class Output {
  private static final int PIECE = 128 * 1024;
  private static final int CHUNK = 1024 * 1024;
  private static final String KEPT_CHUNK = "chunk-";

  /** Puts a chunk; the same one a second time is no error. */
  interface Sink {
    void put(int chunk, byte[] frames);
  }

  /**
   * What is to be kept.
   *
   * @param stdout whether standard output is
   * @param most bytes of both streams
   * @param secrets that are masked
   * @param begun when the attempt began
   * @param reserve what it leaves free on the node's disk
   */
  record Rules(
      boolean stdout, ByteSize most, List<String> secrets, Instant begun, Reserve reserve) {}

  private final AttemptFolder folder;
  private final Rules rules;
  private final Sink sink;
  private final InstantSource clock;
  private final KillPoints kills;
  private final SortedMap<String, OutputState.Kept> kept;
  private final List<Source> sources = new ArrayList<>();
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
  private int chunks;
  private long total;
  private long dropped;
  private boolean full;
  private byte @Nullable [] pending;

  private record Source(String name, TryFolder files, StreamReader out, StreamReader err) {}

  Output(AttemptFolder folder, Rules rules, Sink sink, InstantSource clock, KillPoints kills)
      throws IOException {
    this.folder = folder;
    this.rules = rules;
    this.sink = sink;
    this.clock = clock;
    this.kills = kills;
    OutputState state = recall();
    this.kept = new TreeMap<>(state.tries());
    this.chunks = state.chunks();
    this.dropped = state.dropped();
    this.full = state.full();
    this.total = kept.values().stream().mapToLong(k -> k.stdout() + k.stderr()).sum();
    Path last = chunkFile(chunks - 1);
    if (Files.exists(last)) {
      pending = Files.readAllBytes(last);
    }
  }

  private OutputState recall() throws IOException {
    Path file = folder.output();
    try {
      return Json.read(file.toString(), Files.readAllBytes(file), OutputState.class);
    } catch (NoSuchFileException | DocumentException e) {
      return OutputState.EMPTY;
    }
  }

  /** From now on this try's output is read, once that of the tries before has been. */
  void add(int index, int tries) {
    String name = "%04d-%04d".formatted(index, tries);
    if (sources.stream().anyMatch(s -> s.name().equals(name))) {
      return;
    }
    OutputState.Kept before = kept.getOrDefault(name, OutputState.Kept.NOTHING);
    TryFolder files = folder.of(index, tries);
    sources.add(
        new Source(
            name,
            files,
            new StreamReader(files.stdout(), new SecretMask(rules.secrets()), before.stdout()),
            new StreamReader(files.stderr(), new SecretMask(rules.secrets()), before.stderr())));
  }

  /** The agent's own words. */
  void note(String sentence) {
    frame(Stream.NOTE, sentence.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what is there, up to a chunk; a full one is put.
   *
   * @param ended whether nothing is written any more
   * @return whether there is more
   */
  boolean read(boolean ended) throws IOException {
    flushPending();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      boolean over = ended || i < sources.size() - 1;
      while (chunk.size() < CHUNK && piece(source)) {}
      if (chunk.size() >= CHUNK) {
        flush();
        return true;
      }
      if (over) {
        frame(Stream.OUT, rules.stdout() ? source.out().rest() : new byte[0]);
        frame(Stream.ERR, source.err().rest());
        remember(source);
      }
    }
    while (sources.size() > 1) {
      sources.removeFirst(); // each but the last was read to its end
    }
    return false;
  }

  // One piece of each stream, so that neither has to wait for the other's end.
  private boolean piece(Source source) throws IOException {
    boolean out = rules.stdout() ? piece(Stream.OUT, source.out()) : source.out().drop() > 0;
    boolean err = piece(Stream.ERR, source.err());
    remember(source);
    return out || err;
  }

  private boolean piece(Stream stream, StreamReader reader) throws IOException {
    long left = full ? 0 : rules.most().bytes() - total;
    if (left <= 0) {
      drop(reader, "the limit of " + rules.most() + " has struck");
      return false;
    }
    if (reader.waiting() > 0 && rules.reserve().isTouched(folder.path())) {
      drop(reader, rules.reserve().words());
      return false;
    }
    long before = reader.done();
    boolean some = reader.waiting() > 0;
    frame(stream, reader.next((int) Math.min(PIECE, left)));
    total += reader.done() - before;
    return some;
  }

  private void drop(StreamReader reader, String why) throws IOException {
    long gone = reader.drop();
    dropped += gone;
    if (gone > 0 && !full) {
      full = true;
      note("the rest is not kept: " + why);
    }
  }

  private void remember(Source source) {
    kept.put(source.name(), new OutputState.Kept(source.out().done(), source.err().done()));
  }

  private void frame(Stream stream, byte[] bytes) {
    if (bytes.length > 0) {
      long millis = Math.max(0, Duration.between(rules.begun(), clock.instant()).toMillis());
      Frames.append(chunk, new Frame(stream, millis, bytes));
    }
  }

  /** Whether something was read that is in no chunk yet. */
  boolean waiting() {
    return chunk.size() > 0 || pending != null;
  }

  /** How many chunks are there. */
  int chunks() {
    return pending == null ? chunks : chunks - 1;
  }

  /** Puts what was read. */
  void flush() throws IOException {
    flushPending();
    if (chunk.size() > 0) {
      byte[] frames = chunk.toByteArray();
      // Kept before it is put: whoever goes on after a kill puts the very same bytes.
      Disk.write(chunkFile(chunks), frames, 0600);
      chunks++;
      pending = frames;
      chunk.reset();
      keep();
      kills.passed(KillPoint.JOB_CHUNK_KEPT);
      flushPending();
    }
  }

  private void keep() throws IOException {
    Disk.write(folder.output(), Json.write(new OutputState(chunks, kept, dropped, full)), 0600);
  }

  private void flushPending() throws IOException {
    byte[] frames = pending;
    if (frames != null) {
      sink.put(chunks - 1, frames);
      kills.passed(KillPoint.JOB_CHUNK_PUT);
      pending = null;
      Files.deleteIfExists(chunkFile(chunks - 1));
    }
  }

  private Path chunkFile(int number) {
    return folder.path().resolve(KEPT_CHUNK + number);
  }

  /** Reads and puts all that is left, and says what there is; a little is put nowhere. */
  JobOutput finish() throws IOException {
    while (read(true)) {}
    String inline = chunks == 0 ? inline() : null;
    if (inline == null) {
      flush();
    }
    Counts counts = new Counts();
    boolean any = false;
    for (boolean out : new boolean[] {true, false}) {
      for (var one : kept.entrySet()) {
        any |= counts.add(one.getKey(), one.getValue(), out);
      }
    }
    return new JobOutput(
        chunks, inline, counts.stdout, counts.stderr, dropped, any ? counts.hash() : null);
  }

  private @Nullable String inline() {
    if (chunk.size() == 0 || chunk.size() > JobOutput.MOST_INLINE) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(chunk.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null; // it goes into a chunk, exact
    }
  }

  /** Reads what was kept once more, to say how much it is, and which. */
  private final class Counts {
    private final MessageDigest digest = Sha256.digest();
    private long stdout;
    private long stderr;

    boolean add(String name, OutputState.Kept part, boolean out) throws IOException {
      String[] place = name.split("-", -1);
      TryFolder files = folder.of(Integer.parseInt(place[0]), Integer.parseInt(place[1]));
      long length = out ? (rules.stdout() ? part.stdout() : 0) : part.stderr();
      Path file = out ? files.stdout() : files.stderr();
      if (length == 0) {
        return false;
      }
      SecretMask mask = new SecretMask(rules.secrets());
      long count = 0;
      try (InputStream in = Files.newInputStream(file)) {
        byte[] buffer = new byte[PIECE];
        long left = length;
        while (left > 0) {
          int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (n < 0) {
            break;
          }
          left -= n;
          count += add(mask.next(n == buffer.length ? buffer : Arrays.copyOf(buffer, n)));
        }
        count += add(mask.end());
      }
      stdout += out ? count : 0;
      stderr += out ? 0 : count;
      return true;
    }

    private int add(byte[] bytes) {
      digest.update(bytes);
      return bytes.length;
    }

    String hash() {
      return Sha256.hex(digest.digest());
    }
  }

  /** Lines in a file, so many at most; a last one without an end counts. */
  static long lines(Path file, long most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[PIECE];
      long lines = 0;
      int last = '\n';
      for (int n = in.read(buffer); n >= 0 && lines <= most; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        last = n > 0 ? buffer[n - 1] : last;
      }
      return lines + (last == '\n' ? 0 : 1);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
