package io.fleetman.controller.cell;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.OverridesDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Request.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesAtOnceTest {
  private static final RelativePath CONF = new RelativePath("app.conf");
  private static final RelativePath OTHER = new RelativePath("other.conf");

  @TempDir Path folder;
  private TestFleet given;
  private Overrides mine;
  private Overrides theirs;
  private CellRef cell;

  @BeforeEach
  void aCell() {
    given = new TestFleet(folder);
    given.web();
    cell = given.cell("node-1/web");
    mine = new Overrides(given.fleet);
    theirs = new Overrides(given.other());
  }

  @Test
  void theSecondToSaveTheSameFileIsTold() {
    String seen = tag(CONF);
    set(theirs, CONF, "theirs", seen);
    assertThatThrownBy(() -> set(mine, CONF, "mine", seen))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("changed by somebody@else after you looked at it");
    set(mine, CONF, "mine", tag(CONF));
  }

  @Test
  void whoeverIsOvertakenWhileSavingIsToldToo() {
    String seen = tag(CONF);
    given.justBefore(request(Kind.PUT, "overrides.json"), () -> set(theirs, CONF, "theirs", seen));
    assertThatThrownBy(() -> set(mine, CONF, "mine", seen)).isInstanceOf(Refusal.Conflict.class);
    given.faulty.heal();
    String there = tag(CONF);
    given.justBefore(request(Kind.PUT, "overrides.json"), () -> theirs.remove(cell, CONF, null));
    assertThatThrownBy(() -> mine.hide(cell, CONF, there, null))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void differentFilesAtTheSameTimeAreBothSaved() {
    given.justBefore(
        request(Kind.PUT, "overrides.json"), () -> set(theirs, OTHER, "theirs", "none"));
    OverridesDocument now = set(mine, CONF, "mine", "none");
    assertThat(now.files()).containsOnlyKeys(CONF, OTHER);
  }

  @Test
  void invariant4BytesPutBeforeACleanUpAreNeverNamedAfterIt() {
    given.justBefore(
        request(Kind.PUT, "overrides.json"),
        () -> assertThat(new Doctor(given.other(), Duration.ZERO).repair()).hasSize(1));

    assertThatThrownBy(() -> set(mine, CONF, "mine", "none"))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("cleaned up at the same time");

    given.faulty.heal();
    set(mine, CONF, "mine", "none");
    assertThat(new Doctor(given.fleet).examine())
        .noneMatch(finding -> finding.what().contains("override"));
  }

  @Test
  void invariant8ACellThatIsMadeAnewHasNoneOfTheOldOnes() {
    set(mine, CONF, "of the old one", "none");
    var _ = new Commands(given.fleet).remove(cell, null);
    var _ = given.cell("node-1/web");

    assertThat(mine.list(cell)).isEmpty();
    given.sealed("1.0", Map.of("a", "1"));
    var _ =
        new Publisher(given.fleet)
            .publish(
                new PublishRequest(cell, new Version("1.0"), false, null), PublishListener.NONE);
    assertThat(given.snapshot(cell, "1.0").files()).containsOnlyKeys(new RelativePath("a"));

    assertThat(set(mine, OTHER, "of the new one", "none").files()).containsOnlyKeys(OTHER);
    assertThat(mine.list(cell)).isPresent();
  }

  private OverridesDocument set(Overrides by, RelativePath path, String text, String seen) {
    Path file = given.folder(Map.of("file", text)).resolve("file");
    return by.set(cell, path, file, Overrides.Attributes.NONE, seen, null);
  }

  private String tag(RelativePath path) {
    return Overrides.tag(theirs.list(cell).map(d -> d.files().get(path)).orElse(null));
  }
}
