package io.fleetman.e2e.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.ETag;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.ObjectStoreContract;
import io.fleetman.store.Precondition;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract over HTTP, where there are keys and buckets that can be wrong. */
abstract class S3Contract extends ObjectStoreContract {
  private static final byte[] X = {'x'};

  /** The bucket under test. */
  protected abstract Endpoint endpoint();

  @Override
  protected ObjectStore open(String prefix) {
    return S3ObjectStore.open(endpoint().settings(prefix));
  }

  @Test
  @DisplayName("A wrong secret is AccessDenied, never absence, and no message shows it")
  void wrongSecret() {
    String wrong = "a-wrong-secret-that-no-message-shows";
    try (ObjectStore denied =
        S3ObjectStore.open(endpoint().withSecret(wrong).settings("contract"))) {
      for (Runnable request : requests(denied)) {
        assertThatThrownBy(request::run)
            .isInstanceOf(StoreException.AccessDenied.class)
            .hasMessageContaining("key")
            .satisfies(e -> assertThat(e.toString()).doesNotContain(wrong));
      }
    }
  }

  @Test
  @DisplayName("A missing bucket is NotFound and named, never absence or an empty listing")
  void wrongBucket() {
    try (ObjectStore elsewhere =
        S3ObjectStore.open(endpoint().withBucket("no-such-bucket-of-ours").settings("contract"))) {
      for (Runnable request : requests(elsewhere)) {
        assertThatThrownBy(request::run)
            .isInstanceOf(StoreException.NotFound.class)
            .hasMessageContaining("there is no bucket 'no-such-bucket-of-ours'");
      }
    }
  }

  private static List<Runnable> requests(ObjectStore store) {
    return List.of(
        () -> store.get("a.json"),
        () -> store.getIfChanged("a.json", new ETag("abc")),
        () -> store.open("a.json"),
        () -> store.list("", "/", null),
        () -> store.put("a.json", X, Precondition.NONE),
        () -> store.put("a.json", X, Precondition.ABSENT),
        () -> store.put("a.json", X, Precondition.matches(new ETag("abc"))),
        () -> store.copy("a.json", "b.json"));
  }
}
