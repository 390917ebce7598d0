package io.fleetman.controller.cell;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.OverridesDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.Request.Kind;
import java.nio.file.Path;
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

  private OverridesDocument set(Overrides by, RelativePath path, String text, String seen) {
    Path file = given.folder(Map.of("file", text)).resolve("file");
    return by.set(cell, path, file, Overrides.Attributes.NONE, seen, null);
  }

  private String tag(RelativePath path) {
    return Overrides.tag(theirs.list(cell).map(d -> d.files().get(path)).orElse(null));
  }
}
