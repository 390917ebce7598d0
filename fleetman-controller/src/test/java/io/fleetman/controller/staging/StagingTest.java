package io.fleetman.controller.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request.Kind;
import io.fleetman.store.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  @TempDir Path folder;
  TestFleet given;
  Staging staging;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    staging = new Staging(given.fleet);
  }

  @Test
  void whatWasPutIsThereUntilItIsRemovedWithItsBytes() {
    put(Map.of("jre/bin/java", "#!java", "jre/lib/a", "a", "motd", "hello"));

    assertThat(staging.list()).hasSize(3);
    assertThat(staging.pick(List.of(new RelativePath("jre")))).hasSize(2);
    String key = Objects.requireNonNull(staging.list().get(new RelativePath("motd"))).key();
    assertThat(given.memory.text(Objects.requireNonNull(key))).isEqualTo("hello");

    assertThat(staging.remove(List.of(new RelativePath("jre")), null)).hasSize(2);

    assertThat(staging.list().keySet()).containsExactly(new RelativePath("motd"));
    assertThat(given.memory.keys()).containsExactlyInAnyOrder(Keys.staging(), key);
    assertThatThrownBy(() -> staging.remove(List.of(new RelativePath("jre")), null))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> staging.pick(List.of(new RelativePath("jr"))))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void theSameContentAgainSendsAndWritesNothing() {
    put(Map.of("motd", "hello"));
    given.memory.forgetRequests();

    put(Map.of("motd", "hello"));

    assertThat(given.memory.count(Kind.PUT, Kind.PUT_FILE)).isZero();
  }

  @Test
  void twoWhoPutDifferentFilesAtOnceBothSucceed() {
    given.justBefore(
        TestFleet.request(Kind.PUT, "staging.json"),
        () -> {
          var _ =
              new Staging(given.other())
                  .put(given.tree(Map.of("theirs", "b")), null, UploadListener.NONE);
        });

    put(Map.of("mine", "a"));

    assertThat(staging.list().keySet())
        .containsExactly(new RelativePath("mine"), new RelativePath("theirs"));
  }

  @Test
  @DisplayName("invariant 7: of two who put one path at once the second is told")
  void invariant7OfTwoWhoPutOnePathTheSecondIsTold() {
    given.justBefore(
        TestFleet.request(Kind.PUT, "staging.json"),
        () -> {
          var _ =
              new Staging(given.other())
                  .put(given.tree(Map.of("motd", "theirs")), null, UploadListener.NONE);
        });

    assertThatThrownBy(() -> put(Map.of("motd", "mine")))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'motd' in staging was changed by somebody else");

    String key = Objects.requireNonNull(staging.list().get(new RelativePath("motd"))).key();
    assertThat(given.memory.text(Objects.requireNonNull(key))).isEqualTo("theirs");
  }

  @Test
  @DisplayName("invariant 1: an upload that is cut off shows in no index")
  void invariant1AnUploadThatIsCutOffShowsInNoIndex() {
    put(Map.of("motd", "hello"));
    given.faulty.always(r -> r.kind() == Kind.PUT && r.key().endsWith("/b"), Fault.DENIED);

    assertThatThrownBy(() -> put(Map.of("a", "a", "b", "b"))).isInstanceOf(StoreException.class);

    assertThat(staging.list().keySet()).containsExactly(new RelativePath("motd"));
  }

  private void put(Map<String, String> files) {
    var _ = staging.put(given.tree(files), null, UploadListener.NONE);
  }
}
