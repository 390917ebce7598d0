package io.fleetman.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.FaultyObjectStore.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invariant 14: a 403 means absence only if the listing says so, and never by itself. */
class ListedAbsenceTest {
  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(memory);
  private final ListedAbsence store = new ListedAbsence(faulty, "cells/n1/");

  @BeforeEach
  void readsAreForbidden() {
    faulty.always(r -> r.kind() != Request.Kind.LIST && !r.kind().writes(), Fault.DENIED);
  }

  @Test
  void whatTheListingDoesNotNameIsAbsent() {
    memory.put("cells/n1/web/status.json.old", "{}".getBytes(UTF_8), Precondition.NONE);

    assertThat(store.get("cells/n1/web/status.json")).isInstanceOf(GetResult.Absent.class);
    assertThat(store.getIfChanged("cells/n1/web/status.json", new ETag("a")))
        .isInstanceOf(GetResult.Absent.class);
    assertThatThrownBy(() -> store.open("cells/n1/web/status.json"))
        .isInstanceOf(StoreException.NotFound.class);
  }

  @Test
  void whatTheListingNamesIsForbidden() {
    memory.put("cells/n1/web/status.json", "{}".getBytes(UTF_8), Precondition.NONE);

    denied("cells/n1/web/status.json");
  }

  @Test
  void whatIsElsewhereIsForbiddenAndNotLookedFor() {
    denied("cells/n10/web/status.json");
    denied("doorbells/n1");
    assertThat(memory.requests()).noneMatch(r -> r.kind() == Request.Kind.LIST);
  }

  @Test
  void aListingThatDoesNotAnswerLeavesItUnknown() {
    faulty.next(r -> r.kind() == Request.Kind.LIST, Fault.UNREACHABLE);
    assertThatThrownBy(() -> store.get("cells/n1/web/status.json"))
        .isInstanceOf(StoreException.Unavailable.class);
    faulty.next(r -> r.kind() == Request.Kind.LIST, Fault.DENIED);
    assertThatThrownBy(() -> store.get("cells/n1/web/status.json"))
        .isInstanceOf(StoreException.AccessDenied.class);
  }

  private void denied(String key) {
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(StoreException.AccessDenied.class);
    assertThatThrownBy(() -> store.open(key)).isInstanceOf(StoreException.AccessDenied.class);
  }
}
