package io.fleetman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest extends ObjectStoreContract {
  private static final InMemoryObjectStore BUCKET = new InMemoryObjectStore();

  @Override
  protected ObjectStore open(String prefix) {
    return BUCKET.withPrefix(prefix);
  }

  @Override
  protected String rung() {
    return "in-memory";
  }

  @Test
  void smallPagesShowTheSameAsOne() {
    InMemoryObjectStore store = new InMemoryObjectStore();
    for (String key : List.of("a", "b/1", "b/2", "b/3", "c/1", "c/2", "d", "e/1")) {
      store.plant(key, "x");
    }
    for (int size = 1; size <= 8; size++) {
      store.pageSize(size);
      List<String> seen = new ArrayList<>();
      String next = null;
      do {
        ListPage page = store.list("", "/", next);
        page.objects().forEach(e -> seen.add(e.key()));
        seen.addAll(page.folders());
        next = page.next();
      } while (next != null);
      assertThat(seen).containsExactlyInAnyOrder("a", "b/", "c/", "d", "e/");
    }
  }

  @Test
  void keysThatSomeStoreCannotHoldAreRefused() {
    InMemoryObjectStore store = new InMemoryObjectStore();
    store.plant("a/b", "x");
    for (String key : List.of("a", "a/b/c", "x//y", "/x", "x/", "x/../y", "./x")) {
      assertThatThrownBy(() -> store.put(key, new byte[0], Precondition.NONE))
          .as(key)
          .isInstanceOf(StoreException.Rejected.class);
    }
  }

  @Test
  void requestsAreCountedByKind() {
    InMemoryObjectStore store = new InMemoryObjectStore();
    store.put("a", new byte[0], Precondition.NONE);
    store.get("a");
    store.get("b");
    assertThat(store.count(Request.Kind.GET)).isEqualTo(2);
    assertThat(store.count()).isEqualTo(3);
    assertThat(store.requests()).contains(new Request(Request.Kind.PUT, "a"));
  }
}
