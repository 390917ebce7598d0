package io.fleetman.e2e.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.e2e.Rung;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.embedded.UnlockedStore;
import io.fleetman.layout.Ids;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.probe.Finding;
import io.fleetman.store.probe.Probe;
import io.fleetman.store.probe.ProbeReport;
import io.fleetman.store.probe.Rule;
import io.fleetman.store.s3.S3ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 23, on stores that keep the rules and on one that does not. */
class ProbeTest {
  @TempDir Path folder;

  @Test
  void theEmbeddedStoreKeepsEveryRule() throws EmbeddedStoreException {
    Rung.EMBEDDED.require();
    try (EmbeddedStore store = EmbeddedStore.start(settings())) {
      assertKeepsEveryRule(Endpoint.of(store));
    }
  }

  @Test
  void minioKeepsEveryRule() {
    Rung.MINIO.require();
    assertKeepsEveryRule(Endpoint.fromEnvironment("MINIO"));
  }

  @Test
  void cephKeepsEveryRule() {
    Rung.CEPH.require();
    assertKeepsEveryRule(Endpoint.fromEnvironment("CEPH"));
  }

  @Test
  void s3proxyWithoutTheLockIsNamedAsLackingAtomicSwap() throws EmbeddedStoreException {
    Rung.EMBEDDED.require();
    try (EmbeddedStore store = UnlockedStore.start(settings())) {
      ProbeReport report = full(Endpoint.of(store));

      assertThat(report.usable()).isTrue();
      assertThat(report.safeForManyWriters()).isFalse();
      assertThat(report.failures()).extracting(Finding::rule).contains(Rule.SWAP_RACE);
      assertThat(report.missing())
          .startsWith("the store at " + store.endpoint() + "/fleet/probe-test lacks ")
          .contains("atomic swap (of 32 racing swaps");
    }
  }

  private static void assertKeepsEveryRule(Endpoint endpoint) {
    ProbeReport report = full(endpoint);
    assertThat(report.missing()).isEmpty();
    assertThat(report.findings()).allMatch(f -> f.outcome() == Finding.Outcome.OK);
  }

  private static ProbeReport full(Endpoint endpoint) {
    try (ObjectStore store = S3ObjectStore.open(endpoint.settings("probe-test"))) {
      ProbeReport report = Probe.full(store, Ids.next(Instant.now()));
      assertThat(store.list("", null, null).objects()).isEmpty();
      return report;
    }
  }

  private EmbeddedStore.Settings settings() {
    return EmbeddedStore.Settings.onLoopback(folder, "tester", "a-secret-of-the-test");
  }
}
