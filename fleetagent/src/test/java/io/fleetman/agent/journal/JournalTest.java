package io.fleetman.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.reconcile.Command;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.HistoryDocument;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final CellId WEB = new CellId("web");

  @TempDir Path folder;
  private Journal journal;

  @BeforeEach
  void open() throws IOException {
    journal = new Journal(folder);
    journal.open();
  }

  @Test
  void whatWasWrittenIsRead() {
    Entry entry = entry(CellState.CHECKING, Command.DEPLOY);

    journal.write(WEB, entry);

    assertThat(new Journal(folder).read(WEB)).contains(entry);
    assertThat(journal.readAll()).containsOnlyKeys(WEB);
  }

  @Test
  void theLastWriteStands() {
    journal.write(WEB, entry(CellState.PENDING, Command.RESTART));
    Entry last = entry(CellState.RUNNING, null);

    journal.write(WEB, last);

    assertThat(journal.read(WEB)).contains(last);
  }

  @Test
  void invariant16_aBrokenEntryIsAsIfItWereLost() throws IOException {
    Files.writeString(folder.resolve("cells/web.json"), "{\"accepted\": {");

    assertThat(journal.read(WEB)).isEmpty();
    assertThat(journal.readAll()).isEmpty();
  }

  @Test
  void invariant15_aHalfWrittenFileOfAKilledAgentIsIgnored() throws IOException {
    Files.writeString(folder.resolve("cells/web.new"), "{");
    Files.writeString(folder.resolve("cells/Not A Cell.json"), "{}");

    assertThat(journal.readAll()).isEmpty();
  }

  private static Entry entry(CellState state, @org.jspecify.annotations.Nullable Command working) {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    CellStatus status =
        new CellStatus(
            new NodeId("n1"),
            WEB,
            "u",
            new ManifestId("app"),
            Profile.SYSTEMD,
            4,
            "t4",
            "d4",
            "r1",
            state,
            new Version("1.2"),
            new Version("1.1"),
            "because",
            List.of("last", "words"),
            now,
            now);
    HistoryDocument history =
        new HistoryDocument(
            "d4",
            "t4",
            "deploy",
            CellState.RUNNING,
            new Version("1.2"),
            null,
            new Version("1.2"),
            null,
            List.of(),
            3,
            99,
            now,
            now,
            null);
    return new Entry(status, status, working, List.of(history));
  }
}
