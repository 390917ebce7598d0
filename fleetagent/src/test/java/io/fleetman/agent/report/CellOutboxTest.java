package io.fleetman.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.loop.Loops;
import io.fleetman.agent.loop.ThreadLoops;
import io.fleetman.agent.time.Backoff;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.InMemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a cell says reaches the store in the end. */
class CellOutboxTest {
  private static final CellRef CELL = new CellRef(new NodeId("n1"), new CellId("web"));

  private final DocumentStore documents = new DocumentStore(new InMemoryObjectStore());
  private final Duty duty = new Duty();
  private final Problems problems = new Problems(Clock.systemUTC());

  @Test
  void aDiskThatIsFullUnderTheJournalDoesNotSilenceTheCellForEver() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CellOutbox outbox =
        outbox(
            new CellOutbox.Source() {
              @Override
              public List<HistoryDocument> unsent() {
                if (asked.incrementAndGet() == 1) {
                  throw new UncheckedIOException("no space left", new IOException());
                }
                return List.of();
              }

              @Override
              public void sent(HistoryDocument history) {}

              @Override
              public @Nullable CellStatus shown() {
                return status();
              }
            });

    outbox.send();
    outbox.settle(10_000);

    assertThat(documents.read(Keys.status(CELL), CellStatus.class).found()).contains(status());
    assertThat(problems.all()).isEmpty();
  }

  private static CellStatus status() {
    return new CellStatus(
        CELL.node(),
        CELL.cell(),
        null,
        null,
        null,
        1,
        "t1",
        "d1",
        null,
        CellState.STOPPED,
        null,
        null,
        null,
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private CellOutbox outbox(CellOutbox.Source source) {
    Heartbeats identity =
        new Heartbeats(
            documents,
            new Heartbeats.Sign(
                CELL.node(), "i1", "test", Duration.ofSeconds(30), Duration.ofSeconds(5)),
            duty,
            problems,
            new Machinery(Path.of("/proc"), Path.of("/")),
            TreeMap::new,
            java.time.InstantSource.system(),
            System::nanoTime,
            false);
    Loops loops = new ThreadLoops(new Backoff(Duration.ofMillis(2), Duration.ofMillis(20)));
    return new CellOutbox(
        documents, CELL, source, identity, duty, problems, loops, KillPoints.none());
  }
}
