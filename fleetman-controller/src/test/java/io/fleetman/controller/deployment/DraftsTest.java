package io.fleetman.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.ArchiveWriter;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Sources;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Request.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftsTest {
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version ONE = new Version("1");
  private static final Version TWO = new Version("2");

  @TempDir Path folder;
  TestFleet given;
  Drafts drafts;
  Deployments deployments;

  @BeforeEach
  void aSealedVersion() {
    given = new TestFleet(folder);
    given.web();
    given.sealed("1", Map.of("bin/run", "#!/bin/sh\n", "conf/a.txt", "a"));
    drafts = new Drafts(given.fleet);
    deployments = new Deployments(given.fleet);
  }

  @Test
  void aCloneIsADraftWithTheSameFilesWhoseBytesAreItsOwn() {
    DeploymentDocument clone = drafts.cloneTo(WEB, ONE, TWO, UploadListener.NONE).deployment();

    assertThat(clone.state()).isEqualTo(DeploymentState.DRAFT);
    assertThat(clone.files().keySet()).isEqualTo(deployments.get(WEB, ONE).files().keySet());
    assertThat(given.memory.count(Kind.PUT_FILE)).isZero();
    var _ = new RecycleBin(given.fleet).recycle(WEB, ONE, null);
    var _ = new RecycleBin(given.fleet).purge(WEB, ONE, null);
    assertThat(clone.files().values())
        .allSatisfy(
            e -> assertThat(given.memory.text(Objects.requireNonNull(e.key()))).isNotNull());
    assertThat(deployments.seal(WEB, TWO, null).deployment().state())
        .isEqualTo(DeploymentState.SEALED);
  }

  @Test
  void aCloneNeverGoesIntoAVersionThatIsThere() {
    given.sealed("2", Map.of("b", "b"));

    assertThatThrownBy(() -> drafts.cloneTo(WEB, ONE, TWO, UploadListener.NONE))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  @DisplayName("invariant 7: of two who clone into one new version the second is told")
  void invariant7OfTwoClonesIntoOneVersionTheSecondIsTold() {
    given.justBefore(
        TestFleet.request(Kind.PUT, "web/2/deployment.json"),
        () -> given.sealed("2", Map.of("other", "content")));

    assertThatThrownBy(() -> drafts.cloneTo(WEB, ONE, TWO, UploadListener.NONE))
        .isInstanceOf(Refusal.Conflict.class);

    assertThat(deployments.get(WEB, TWO).files().keySet())
        .containsExactly(new RelativePath("other"));
  }

  @Test
  @DisplayName("invariant 1: a copy whose source is gone leaves no index that names it")
  void invariant1ACopyWhoseSourceIsGoneLeavesNoIndex() {
    given.justBefore(
        r -> r.kind() == Kind.COPY,
        () -> {
          var _ = new RecycleBin(given.other()).recycle(WEB, ONE, null);
          var _ = new RecycleBin(given.other()).purge(WEB, ONE, null);
        });

    assertThatThrownBy(() -> drafts.cloneTo(WEB, ONE, TWO, UploadListener.NONE))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("was deleted while it was being copied");

    assertThat(deployments.find(WEB, TWO)).isEmpty();
  }

  @Test
  void whatKeepsADraftFromBeingSealedIsSaidInFull() {
    var _ =
        given.manifest(
            "{manifest: web, profile: systemd, command: ./bin/other, files: [{path: a.conf, type:"
                + " template}]}");
    var _ =
        deployments.upload(
            WEB,
            TWO,
            given.tree(Map.of("a.conf", "{{ vars.colour }}")),
            Deployments.Mode.ADD,
            UploadListener.NONE);

    List<String> problems = drafts.keepsFromSealing(WEB, TWO);

    assertThat(problems)
        .anySatisfy(p -> assertThat(p).contains("there is no file 'bin/other'"))
        .anySatisfy(p -> assertThat(p).contains("unknown token '{{ vars.colour }}'"));
    assertThatThrownBy(() -> deployments.seal(WEB, TWO, null))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.problems()).isEqualTo(problems));
  }

  @ParameterizedTest
  @CsvSource({"TAR_GZ,a.tar.gz", "ZIP,a.zip"})
  void anArchiveOfAllFilesIsReadBackAsTheSameTree(ArchiveWriter.Form form, String name)
      throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      new Download(given.fleet).archive(deployments.get(WEB, ONE), form, out);
    }

    try (Sources sources = Sources.open(List.of(file))) {
      HashedTree tree = HashedTree.of(sources.tree());
      deployments
          .get(WEB, ONE)
          .files()
          .forEach(
              (path, entry) -> {
                TreeEntry read = Objects.requireNonNull(tree.index().get(path));
                assertThat(read.sha256()).isEqualTo(entry.sha256());
                assertThat(read.mode()).isEqualTo(entry.mode());
              });
      assertThat(tree.index()).hasSize(2);
    }
  }

  @Test
  void aFileOfMoreThanFourGibibytesIsBegunAsSuchInAZip() throws IOException {
    long size = 5L << 30;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArchiveWriter out = new ArchiveWriter(bytes, ArchiveWriter.Form.ZIP)) {
      TreeEntry entry = new TreeEntry(FileType.BINARY, null, size, null, null, null, "0644", false);
      out.file(new RelativePath("huge"), entry, InputStream.nullInputStream());
    }
    // the version that a reader needs: 4.5, which knows such sizes
    assertThat(bytes.toByteArray()[4]).isEqualTo((byte) 45);
  }

  @Test
  void theSameTreeIsTheSameArchive() throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    new Download(given.fleet).archive(deployments.get(WEB, ONE), ArchiveWriter.Form.TAR_GZ, one);
    new Download(given.fleet).archive(deployments.get(WEB, ONE), ArchiveWriter.Form.TAR_GZ, two);

    assertThat(one.toByteArray()).isEqualTo(two.toByteArray());
  }

  @Test
  void oneFileIsFetchedAndBytesThatSomebodyWroteOverAreNotPassedOffAsIt() throws IOException {
    DeploymentDocument one = deployments.get(WEB, ONE);
    RelativePath path = new RelativePath("conf/a.txt");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Download(given.fleet).file(one, path, out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a");

    given.memory.plant(
        Objects.requireNonNull(Objects.requireNonNull(one.files().get(path)).key()), "b");
    assertThatThrownBy(() -> new Download(given.fleet).file(one, path, new ByteArrayOutputStream()))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("is not what was uploaded");
    assertThatThrownBy(
            () ->
                new Download(given.fleet)
                    .file(one, new RelativePath("nope"), new ByteArrayOutputStream()))
        .isInstanceOf(Refusal.NotFound.class);
  }
}
