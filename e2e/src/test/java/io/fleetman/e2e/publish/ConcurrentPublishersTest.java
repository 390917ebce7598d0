package io.fleetman.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sixteen publishers in two processes, with a deleter and a repairer beside them. */
class ConcurrentPublishersTest {
  private static final int IN_EACH_PROCESS = 8;
  private static final int ROUNDS =
      Integer.getInteger("fleetman.rounds", Boolean.getBoolean("fleetman.exhaustive") ? 50 : 6);

  @TempDir Path folder;

  @ParameterizedTest(name = "invariants 2, 3, 4: many publishers of one version, on {0}")
  @EnumSource(names = {"EMBEDDED", "MINIO", "CEPH"})
  void ofManyPublishersOneMakesTheSnapshotAndTheOthersAreTold(Rung rung) throws Exception {
    on(rung, this::sameContent);
  }

  @ParameterizedTest(name = "invariants 1, 2: two contents under one version's name, on {0}")
  @EnumSource(names = {"EMBEDDED", "MINIO", "CEPH"})
  void ofTwoContentsUnderOneNameOneWinsAndTheOtherIsTold(Rung rung) throws Exception {
    on(rung, this::twoContents);
  }

  private void sameContent(Bucket bucket, List<Publishers> processes) throws Exception {
    CellRef cell = bucket.cell("many-1/web");
    for (int round = 0; round < ROUNDS; round++) {
      String version = "v" + round;
      bucket.sealed(version, Bucket.content(version));

      List<String> told;
      try (Disturbers disturbers = new Disturbers(bucket, cell, version)) {
        told = race(processes, cell, version, PublisherProcess.NO_CONTENT, "-");
        disturbers.stop();
      }

      String as = "round " + round + ": " + told;
      assertThat(told).as(as).hasSize(2 * IN_EACH_PROCESS).allMatch(Told::isHonest);
      bucket.assertWhole(cell);
      List<String> made = new ArrayList<>();
      for (SnapshotMark.Snapshot s : bucket.committed(cell)) {
        if (s.deployment().value().equals(version)) {
          made.add(s.version().value());
        }
      }
      // a deleter that was between mark and trigger may have taken the name, and nobody came after
      assertThat(made).as(as).hasSizeLessThanOrEqualTo(1);
      String wanted =
          bucket.trigger(cell).map(TriggerDocument::version).map(Version::value).orElse("none");
      if (told.stream().anyMatch(Told::isSuccess)) {
        assertThat(made).as(as).containsExactly(wanted);
        assertThat(told).filteredOn(Told::isSuccess).as(as).allMatch(t -> t.endsWith(" " + wanted));
      }
      assertThat(told).filteredOn(t -> t.startsWith("sent ")).as(as).hasSizeLessThanOrEqualTo(1);

      var _ = bucket.publish(cell, version);
      bucket.assertWhole(cell);
      assertThat(bucket.trigger(cell).map(TriggerDocument::version).map(Version::value).orElse(""))
          .as("calm again: the same command makes it so")
          .startsWith(version);
      bucket.assertRepairLeavesNothingBehind();
    }
  }

  private void twoContents(Bucket bucket, List<Publishers> processes) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String version = "w" + round;
      CellRef cell = bucket.cell("two-1/c" + round);

      List<String> told = race(processes, cell, version, "this", "that");

      String as = "round " + round + ": " + told;
      assertThat(told).as(as).allMatch(Told::isHonest);
      bucket.assertWhole(cell);
      // whose content it is, nobody of the other side was told that it was theirs
      var deployment = bucket.deployment(version).orElseThrow();
      bucket.assertBytes(version, deployment.files().values());
      List<SnapshotMark.Snapshot> made = bucket.committed(cell);
      assertThat(made).as(as).hasSizeLessThanOrEqualTo(1);
      for (SnapshotMark.Snapshot snapshot : made) {
        assertThat(sha256(snapshot.files())).as(as).isEqualTo(sha256(deployment.files()));
      }
      assertThat(told).filteredOn(t -> t.startsWith("sent ")).as(as).hasSizeLessThanOrEqualTo(1);
    }
    bucket.assertRepairLeavesNothingBehind();
  }

  private static String sha256(SortedMap<RelativePath, TreeEntry> files) {
    TreeEntry entry = Objects.requireNonNull(files.get(new RelativePath("VERSION")));
    return Objects.requireNonNull(entry.sha256());
  }

  /** What a publisher may be told. */
  private static final class Told {
    private static boolean isSuccess(String told) {
      return told.startsWith("sent ") || told.startsWith("nothing ");
    }

    private static boolean isHonest(String told) {
      return isSuccess(told)
          || (told.startsWith("Conflict ") && told.contains("at the same time"))
          || told.contains("needs a version of its own") // sealed meanwhile
          || told.contains("is sealed with other content");
    }
  }

  /** Deletes what it can and repairs without waiting, again and again. */
  private static final class Disturbers implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();

    Disturbers(Bucket bucket, CellRef cell, String version) {
      Versions versions = new Versions(bucket.fleet());
      Doctor doctor = new Doctor(bucket.fleet(), Duration.ZERO);
      start("deleter", () -> versions.delete(cell, new Version(version), "in the way"));
      start("repairer", doctor::repair);
    }

    private void start(String name, Runnable again) {
      threads.add(
          Thread.ofPlatform()
              .name(name)
              .start(
                  () -> {
                    while (!over.get()) {
                      try {
                        again.run();
                      } catch (Refusal e) {
                        Thread.onSpinWait(); // told that it lost, or that it may not: as it must be
                      } catch (RuntimeException | Error e) {
                        synchronized (faults) {
                          faults.add(e);
                        }
                        return;
                      }
                    }
                  }));
    }

    void stop() throws InterruptedException {
      over.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(faults).isEmpty();
    }

    @Override
    public void close() {
      over.set(true);
    }
  }

  private static List<String> race(
      List<Publishers> processes, CellRef cell, String version, String first, String second)
      throws InterruptedException, ExecutionException {
    List<String> contents = List.of(first, second);
    List<Callable<List<String>>> rounds = new ArrayList<>();
    for (int i = 0; i < processes.size(); i++) {
      Publishers process = processes.get(i);
      String content = contents.get(i);
      rounds.add(() -> process.round(cell, version, content));
    }
    List<String> told = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(processes.size())) {
      for (Future<List<String>> round : threads.invokeAll(rounds)) {
        told.addAll(round.get());
      }
    }
    return told;
  }

  private interface Body {
    void run(Bucket bucket, List<Publishers> processes) throws Exception;
  }

  private void on(Rung rung, Body body) throws Exception {
    rung.require();
    if (rung != Rung.EMBEDDED) {
      at(Endpoint.fromEnvironment(rung.name()), body);
      return;
    }
    try (EmbeddedStore store = embedded()) {
      at(Endpoint.of(store), body);
    }
  }

  private EmbeddedStore embedded() throws EmbeddedStoreException {
    return EmbeddedStore.start(
        EmbeddedStore.Settings.onLoopback(folder.resolve("store"), "e2e-access", "e2e-secret"));
  }

  private void at(Endpoint endpoint, Body body) throws Exception {
    String prefix = "publishers-" + UUID.randomUUID();
    try (ObjectStore store = S3ObjectStore.open(endpoint.settings(prefix))) {
      DocumentStore documents = new DocumentStore(store);
      var _ = FleetGate.init(documents, Clock.systemUTC(), "test@e2e", Map.of());
      Bucket bucket = new Bucket(FleetGate.open(documents, Clock.systemUTC(), "test@e2e"), folder);
      bucket.manifest();
      try (Publishers one = Publishers.start(endpoint, prefix, folder, IN_EACH_PROCESS);
          Publishers two = Publishers.start(endpoint, prefix, folder, IN_EACH_PROCESS)) {
        body.run(bucket, List.of(one, two));
      }
    } catch (StoreException e) {
      throw new AssertionError("the store failed, and nobody broke it", e);
    }
  }
}
