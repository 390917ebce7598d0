package io.fleetman.controller.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Json;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.AuditDocument.Via;
import io.fleetman.document.Author;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request.Kind;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityTest {
  private static final CellRef CELL = CellRef.parse("node-1/web");

  @TempDir Path folder;
  TestFleet given;
  Activity activity;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    activity = new Activity(given.fleet);
  }

  @Test
  void anOperationIsRecordedWithEveryObjectThatItChangedAndNothingElse() {
    given.web();
    given.sealed("1", Map.of("a.txt", "a"));
    given.cell("node-1/web");
    Recorder recorder = new Recorder(given.fleet, Via.CLI);

    var _ =
        new Publisher(recorder.fleet())
            .publish(new PublishRequest(CELL, new Version("1"), false, null), PublishListener.NONE);

    assertThat(recorder.record("publish", "new prices", null)).isEmpty();
    AuditDocument change = only();
    assertThat(change.operation()).isEqualTo("publish");
    assertThat(change.author().by()).isEqualTo("me@here");
    assertThat(change.author().reason()).isEqualTo("new prices");
    assertThat(words(change))
        .containsExactly("cell node-1/web CREATED", "version node-1/web 1 CREATED");
  }

  @Test
  void whatWasReadOnlyLeavesNoRecord() {
    given.web();
    Recorder recorder = new Recorder(given.fleet, Via.CLI);

    var _ = new Deployments(recorder.fleet()).list(new ManifestId("web"));

    assertThat(recorder.record("status", null, null)).isEmpty();
    assertThat(given.memory.keys()).noneMatch(k -> k.startsWith("audit/"));
  }

  @Test
  void anOperationThatFailsHalfWayIsRecordedWithWhatItDid() {
    given.web();
    Recorder recorder = new Recorder(given.fleet, Via.CLI);
    Cells cells = new Cells(recorder.fleet());
    var _ = cells.map(CELL, new ManifestId("web"), new TreeMap<>(), null);
    given.faulty.always(r -> r.kind() == Kind.PUT && r.key().startsWith("cells/"), Fault.DENIED);

    assertThatThrownBy(
            () ->
                cells.map(
                    CellRef.parse("node-2/web"), new ManifestId("web"), new TreeMap<>(), null))
        .isInstanceOf(StoreException.class);

    assertThat(recorder.record("apply", null, "403")).isEmpty();
    assertThat(words(only())).containsExactly("cell node-1/web CREATED");
    assertThat(only().failure()).isEqualTo("403");
  }

  @Test
  void aWriteWhoseAnswerWasLostCountsAsDone() {
    given.web();
    given.faulty.always(
        r -> r.kind() == Kind.PUT && r.key().endsWith("cell.json"), Fault.ANSWER_LOST);
    Recorder recorder = new Recorder(given.fleet, Via.CLI);

    try {
      var _ = new Cells(recorder.fleet()).map(CELL, new ManifestId("web"), new TreeMap<>(), null);
    } catch (StoreException e) {
      assertThat(e.mayHaveLanded()).isTrue();
    }

    assertThat(recorder.record("apply", null, null)).isEmpty();
    assertThat(words(only())).containsExactly("cell node-1/web CREATED");
  }

  @Test
  void aChangeStandsThoughItCannotBeRecordedAndIsRecordedLaterIfThereIsALater() {
    given.web();
    given.faulty.always(r -> r.key().startsWith("audit/"), Fault.DENIED);
    Recorder recorder = new Recorder(given.fleet, Via.CLI);
    var _ = new Cells(recorder.fleet()).map(CELL, new ManifestId("web"), new TreeMap<>(), null);

    assertThat(recorder.record("apply", null, null))
        .hasValueSatisfying(w -> assertThat(w).contains("403"));
    given.faulty.heal();
    assertThat(recorder.record("apply", null, null)).isEmpty();
    assertThat(words(only())).containsExactly("cell node-1/web CREATED");
  }

  @Test
  void pagesGoBackInTimeWithoutAGapAndWithoutADouble() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      made.addFirst(plant("ada@laptop", CELL));
      given.clock.advance(Duration.ofMinutes(i % 7 == 0 ? 400 : 3));
    }
    given.memory.pageSize(10);

    List<String> read = new ArrayList<>();
    String from = null;
    do {
      ActivityPage page = activity.page(ActivityQuery.ALL, from, 7);
      assertThat(page.changes()).hasSizeLessThanOrEqualTo(7).isNotEmpty();
      page.changes().forEach(c -> read.add(c.id()));
      from = page.next();
    } while (from != null);

    assertThat(read).isEqualTo(made);
  }

  @Test
  void changesOfOneSecondAreInTheirOrder() {
    given.web();
    Recorder recorder = new Recorder(given.fleet, Via.CLI);
    for (int i = 0; i < 20; i++) {
      var _ =
          new Cells(recorder.fleet())
              .map(
                  CellRef.parse("node-%d/web".formatted(i)),
                  new ManifestId("web"),
                  new TreeMap<>(),
                  null);
      assertThat(recorder.record("step " + i, null, null)).isEmpty();
      given.clock.advance(Duration.ofMillis(40));
    }

    assertThat(activity.page(ActivityQuery.ALL, null, 20).changes())
        .extracting(AuditDocument::operation)
        .startsWith("step 19", "step 18", "step 17")
        .endsWith("step 2", "step 1", "step 0");
  }

  @Test
  void theNewestPageOfALongHistoryCostsAFewListings() {
    given.clock.set(Instant.parse("2026-01-01T00:00:00Z"));
    for (int day = 0; day < 200; day++) {
      for (int i = 0; i < 60; i++) {
        var _ = plant("ada@laptop", CELL);
        given.clock.advance(Duration.ofMinutes(24));
      }
    }
    given.memory.pageSize(50);
    given.memory.forgetRequests();

    assertThat(activity.page(ActivityQuery.ALL, null, 2).changes()).hasSize(2);

    // 5 pages of days, the last day's first page, and its hours backwards from the end
    assertThat(given.memory.count(Kind.LIST)).isLessThanOrEqualTo(5 + 1 + 3);
    assertThat(given.memory.count(Kind.GET)).isEqualTo(2);
  }

  @Test
  void changesAreFoundByWhoWhatAndWhen() {
    String first = plant("ada@laptop", CELL);
    given.clock.advance(Duration.ofHours(2));
    Instant later = given.clock.instant();
    String second = plant("bob@desk", CellRef.parse("node-2/web"));

    assertThat(ids(new ActivityQuery(null, "ada", null))).containsExactly(first);
    assertThat(ids(new ActivityQuery(null, "bo", null))).isEmpty();
    assertThat(ids(new ActivityQuery(later, null, null))).containsExactly(second);
    assertThat(ids(new ActivityQuery(null, null, "node-1/web"))).containsExactly(first);
    assertThat(ids(new ActivityQuery(null, null, "cell node-2/web"))).containsExactly(second);
    assertThat(ids(new ActivityQuery(null, null, "manifest node-2/web"))).isEmpty();
  }

  @Test
  void aRecordThatCannotBeReadHidesNoOther() {
    String good = plant("ada@laptop", CELL);
    given.memory.plant(Keys.audit("20261121t080001-aaaaaaaaaaaa"), "not json");

    ActivityPage page = activity.page(ActivityQuery.ALL, null, 10);

    assertThat(page.changes()).extracting(AuditDocument::id).containsExactly(good);
    assertThat(page.unreadable()).singleElement().asString().contains("20261121t080001");
  }

  @Test
  void oldRecordsArePrunedByTheStoresClockAlone() {
    for (int day = 0; day < 10; day++) {
      var _ = plant("ada@laptop", CELL);
      given.clock.advance(Duration.ofDays(1));
    }
    given.memory.forgetRequests();

    assertThat(activity.prune(Duration.ofDays(4))).isEqualTo(6);

    assertThat(given.memory.count(Kind.LIST)).isEqualTo(1 + 6 + 1);
    assertThat(given.memory.count(Kind.GET)).isZero();
    assertThat(ids(ActivityQuery.ALL)).hasSize(4);
  }

  private String plant(String by, @Nullable CellRef cell) {
    String id = Ids.next(given.clock.instant());
    Changes changes = new Changes();
    if (cell != null) {
      changes.put(Keys.trigger(cell), false);
    }
    given.memory.plant(
        Keys.audit(id),
        Json.write(
            new AuditDocument(
                id,
                "restart",
                Via.CLI,
                changes.take(),
                null,
                new Author(by, given.clock.instant(), null))));
    return id;
  }

  private List<String> ids(ActivityQuery query) {
    return activity.page(query, null, 100).changes().stream().map(AuditDocument::id).toList();
  }

  private AuditDocument only() {
    List<AuditDocument> all = activity.page(ActivityQuery.ALL, null, 100).changes();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static List<String> words(AuditDocument change) {
    return change.changes().stream().map(c -> c.object() + " " + c.done()).toList();
  }
}
