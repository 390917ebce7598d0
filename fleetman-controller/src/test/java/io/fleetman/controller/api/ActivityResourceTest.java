package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Json;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject;
import io.fleetman.layout.Ids;
import io.fleetman.layout.Keys;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActivityResourceTest {
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  void changesAreReadPageByPageNewestFirst() {
    changes(5);
    Answer first = controller.api("GET", "/activity?limit=2", null);
    assertThat(first.text("/items/0/operation")).isEqualTo("change 4");
    Answer second = controller.api("GET", "/activity?limit=2&cursor=" + first.text("/next"), null);
    assertThat(second.text("/items/0/operation")).isEqualTo("change 2");
    Answer third = controller.api("GET", "/activity?limit=2&cursor=" + second.text("/next"), null);
    assertThat(third.json().path("items")).hasSize(1);
    assertThat(third.json().has("next")).isFalse();
  }

  @Test
  void parametersThatCannotBeUsedAreNamed() {
    assertThat(controller.api("GET", "/activity?limit=0", null).text("/errors/0/field"))
        .isEqualTo("limit");
    assertThat(controller.api("GET", "/activity?since=today", null).text("/errors/0/field"))
        .isEqualTo("since");
    assertThat(controller.api("GET", "/activity?cursor=%25", null).status()).isEqualTo(422);
  }

  @Test
  void aBucketThatThereIsNotIsSaid() {
    Answer answer = controller.api("GET", "/activity?bucket=nowhere", null);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("/detail")).contains("nowhere", "main");
  }

  @Test
  void aStoreThatFailsIsNotAnEmptyList() {
    controller.store.always(r -> true, Fault.UNREACHABLE);
    Answer answer = controller.api("GET", "/activity", null);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("/type")).isEqualTo("urn:fleetman:problem:store");
  }

  private void changes(int n) {
    Instant start = Instant.parse("2026-11-21T10:00:00Z");
    for (int i = 0; i < n; i++) {
      Instant at = start.plusSeconds(i);
      String id = Ids.ordered(at);
      controller.memory.plant(
          Keys.audit(id),
          Json.write(
              new AuditDocument(
                  id,
                  "change " + i,
                  AuditDocument.Via.CLI,
                  List.of(
                      new AuditDocument.Change(
                          new FleetObject(FleetObject.Kind.CELL, "node-1/web"),
                          AuditDocument.Done.CHANGED)),
                  null,
                  new Author("ada@laptop", at, null))));
    }
  }
}
