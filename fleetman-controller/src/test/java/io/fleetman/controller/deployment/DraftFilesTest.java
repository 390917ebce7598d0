package io.fleetman.controller.deployment;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftFilesTest {
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version ONE = new Version("1");
  private static final Expected ANYTHING = new Expected.Anything();

  @TempDir Path folder;
  TestFleet given;
  DraftFiles files;
  Deployments deployments;

  @BeforeEach
  void aManifest() {
    given = new TestFleet(folder);
    given.web();
    files = new DraftFiles(given.fleet);
    deployments = new Deployments(given.fleet);
  }

  private static RelativePath path(String path) {
    return new RelativePath(path);
  }

  private UploadResult put(DraftFiles by, String path, String text, Expected expected) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Spool spool = Spool.of(new ByteArrayInputStream(bytes), path, 1 << 20)) {
      return by.put(WEB, ONE, spool.as(path(path), "0644"), expected, UploadListener.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TreeEntry entry(String path) {
    return Objects.requireNonNull(deployments.get(WEB, ONE).files().get(path(path)));
  }

  @Test
  void theFirstFileMakesTheDraftAndOthersStay() {
    var _ = put(files, "a", "1", ANYTHING);
    var _ = put(files, "conf/b", "2", ANYTHING);

    assertThat(deployments.get(WEB, ONE).files().keySet())
        .containsExactly(path("a"), path("conf/b"));
    assertThat(given.memory.text(Objects.requireNonNull(entry("conf/b").key()))).isEqualTo("2");
  }

  @Test
  @DisplayName(
      "invariant 7: of two who change different paths both succeed, of one path the second is told")
  void invariant7OfTwoWhoEditOneFileTheSecondIsTold() {
    var _ = put(files, "a", "1", ANYTHING);
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"),
        () -> put(new DraftFiles(given.other()), "theirs", "1", ANYTHING));
    var _ = put(files, "mine", "1", ANYTHING);
    assertThat(deployments.get(WEB, ONE).files()).hasSize(3);

    String seen = Objects.requireNonNull(entry("a").sha256());
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"),
        () -> put(new DraftFiles(given.other()), "a", "theirs", ANYTHING));
    assertThatThrownBy(() -> put(files, "a", "mine", new Expected.Content(seen)))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'a' was changed by somebody else");
    assertThatThrownBy(() -> put(files, "a", "mine", new Expected.Content(seen)))
        .as("later, too")
        .isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> put(files, "a", "new", new Expected.Nothing()))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(given.memory.text(Objects.requireNonNull(entry("a").key()))).isEqualTo("theirs");
  }

  @Test
  @DisplayName(
      "invariant 6: what somebody has seen is compared within the swap, not only before it")
  void invariant6WhatSomebodyHasSeenIsComparedWithinTheSwap() {
    var _ = put(files, "a", "1", ANYTHING);
    DraftFiles theirs = new DraftFiles(given.other());
    String draft = Tag.of(deployments.get(WEB, ONE));
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"), () -> put(theirs, "b", "1", ANYTHING));
    assertThatThrownBy(() -> putAll(Map.of("c", "1"), draft)).isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() -> putAll(Map.of("c", "1"), draft))
        .as("later, too")
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(deployments.get(WEB, ONE).files()).containsOnlyKeys(path("a"), path("b"));

    Expected seen = new Expected.Content(Objects.requireNonNull(entry("a").sha256()));
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"), () -> put(theirs, "a", "theirs", ANYTHING));
    assertThatThrownBy(() -> files.remove(WEB, ONE, List.of(path("a")), seen))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'a'");
    assertThat(given.memory.text(Objects.requireNonNull(entry("a").key()))).isEqualTo("theirs");

    RecycleBin bin = new RecycleBin(given.fleet).seen(Tag.of(deployments.get(WEB, ONE)));
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"), () -> put(theirs, "d", "1", ANYTHING));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> bin.recycle(WEB, ONE, null)).isInstanceOf(Refusal.Conflict.class);
    }
    assertThat(deployments.get(WEB, ONE).state()).isEqualTo(DeploymentState.DRAFT);
  }

  @Test
  void whoShowsFilesWritesOverThoseAndOverNothingThatCameSince() {
    var _ = put(files, "a", "1", ANYTHING);
    var _ = put(files, "b", "1", ANYTHING);
    Expected shown = new Expected.Seen(Expected.marks(deployments.get(WEB, ONE).files().values()));
    var _ = put(new DraftFiles(given.other()), "b", "theirs", ANYTHING);

    var _ = put(files, "a", "2", shown);
    var _ = put(files, "c", "2", shown);
    var _ = put(files, "b", "theirs", shown); // the same: nobody loses anything
    assertThatThrownBy(() -> put(files, "b", "mine", shown))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'b' was changed by somebody else");
  }

  private UploadResult putAll(Map<String, String> texts, String draft) {
    Path tree = folder.resolve("all");
    try {
      for (var text : texts.entrySet()) {
        Files.createDirectories(tree);
        Files.writeString(tree.resolve(text.getKey()), text.getValue());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    HashedTree hashed = HashedTree.of(FileTree.scan(tree, List.of()));
    return files.put(WEB, ONE, hashed, ANYTHING, draft, UploadListener.NONE);
  }

  @Test
  @DisplayName("invariant 4: bytes that were put before a clean-up are never named after it")
  void invariant4BytesPutBeforeACleanUpAreNeverNamedAfterIt() {
    var _ = put(files, "a", "1", ANYTHING);
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"),
        () -> {
          assertThat(new Doctor(given.other(), Duration.ZERO).repair()).hasSize(1);
          // whoever comes next must not make it look as if nothing had been swept
          var _ = put(new DraftFiles(given.other()), "theirs", "1", ANYTHING);
        });

    assertThatThrownBy(() -> put(files, "mine", "1", ANYTHING))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("cleaned up");
    assertThat(new Doctor(given.other()).examine()).isEmpty();
  }

  @Test
  void aDraftThatIsSweptInTheRecycleBinTakesNoBytesFromBefore() {
    var _ = put(files, "a", "1", ANYTHING);
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"),
        () -> {
          RecycleBin bin = new RecycleBin(given.other());
          var _ = bin.recycle(WEB, ONE, null);
          assertThat(new Doctor(given.other(), Duration.ZERO).repair()).hasSize(1);
          var _ = bin.restore(WEB, ONE, null);
        });

    assertThatThrownBy(() -> put(files, "mine", "1", ANYTHING))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(new Doctor(given.other()).examine()).isEmpty();
  }

  @Test
  void manyBatchesSideBySideAllArrive() {
    List<Thread> batches =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .start(() -> put(new DraftFiles(given.other()), "f" + i, "" + i, ANYTHING)))
            .toList();
    batches.forEach(
        t -> {
          try {
            t.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });

    assertThat(deployments.get(WEB, ONE).files()).hasSize(12);
  }

  @Test
  void pathsThatClashAreRefusedBeforeAnyByteIsSent() {
    var _ = put(files, "a", "1", ANYTHING);
    given.memory.forgetRequests();

    assertThatThrownBy(() -> put(files, "A", "1", ANYTHING))
        .hasMessageContaining("differ in case alone");
    assertThatThrownBy(() -> put(files, "a/b", "1", ANYTHING)).hasMessageContaining("lies in it");
    assertThat(given.memory.count(Request.Kind.PUT)).isZero();
  }

  @Test
  void anUploadAndACopyRefuseThemToo() {
    var _ = put(files, "a", "1", ANYTHING);
    given.memory.forgetRequests();

    assertThatThrownBy(
            () ->
                deployments.upload(
                    WEB,
                    ONE,
                    given.tree(Map.of("a/b", "2")),
                    Deployments.Mode.ADD,
                    UploadListener.NONE))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'a' is a file, and 'a/b' lies in it");
    assertThatThrownBy(
            () ->
                new Drafts(given.fleet)
                    .copyIn(WEB, ONE, given.tree(Map.of("A", "2")).index(), UploadListener.NONE))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("differ in case alone");
    assertThat(given.memory.count(Request.Kind.PUT)).isZero();
  }

  @Test
  void aModeOfFiveDigitsIsOfFourForTheNode() {
    var _ = put(files, "bin/run", "#!/bin/sh", ANYTHING);
    var _ = files.setMode(WEB, ONE, path("bin/run"), "02755");
    assertThat(entry("bin/run").mode()).isEqualTo("2755");
    var _ = files.setMode(WEB, ONE, path("bin/run"), "640");
    assertThat(entry("bin/run").mode()).isEqualTo("0640");
  }

  @Test
  void aModeStaysWhenTheFileIsEdited() {
    var _ = put(files, "bin/run", "#!/bin/sh", ANYTHING);
    var _ = files.setMode(WEB, ONE, path("bin/run"), "755");
    var _ = put(files, "bin/run", "#!/bin/bash", ANYTHING);

    assertThat(entry("bin/run").mode()).isEqualTo("0755");
    assertThatThrownBy(() -> files.setMode(WEB, ONE, path("bin/run"), "rwx"))
        .hasMessageContaining("is not octal");
    assertThatThrownBy(() -> files.setMode(WEB, ONE, path("nope"), "0644"))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void whatIsSealedCannotBeChanged() {
    given.sealed("1", Map.of("a", "1"));

    assertThatThrownBy(() -> put(files, "b", "1", ANYTHING)).hasMessageContaining("is sealed");
    assertThatThrownBy(() -> files.remove(WEB, ONE, List.of(path("a"))))
        .hasMessageContaining("is sealed");
  }

  @Test
  void aBodyThatIsCutOffOrTooLargeLeavesNothing() throws Exception {
    long before = spools();
    InputStream cut =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("the client went away");
            }
            return 'x';
          }

          @Override
          public int read(byte[] to, int from, int length) throws IOException {
            if (length == 0) {
              return 0;
            }
            to[from] = (byte) read();
            return 1;
          }
        };
    assertThatThrownBy(() -> Spool.of(cut, "big", 1 << 20)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Spool.of(new ByteArrayInputStream(new byte[11]), "big", 10))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'big' has more than 10 bytes");
    assertThat(spools()).isEqualTo(before);
  }

  private static long spools() throws IOException {
    try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(
              f ->
                  f.getFileName()
                      .toString()
                      .startsWith("fleetman-tmp-" + ProcessHandle.current().pid() + "-"))
          .count();
    }
  }
}
