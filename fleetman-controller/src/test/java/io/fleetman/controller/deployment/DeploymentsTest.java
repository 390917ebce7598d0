package io.fleetman.controller.deployment;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.LocalFile;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.Request;
import io.fleetman.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsTest {
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version V1 = new Version("1.0");

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Deployments deployments = new Deployments(given.fleet);

  @BeforeEach
  void aManifest() {
    given = new TestFleet(temp);
    deployments = new Deployments(given.fleet);
    given.web();
  }

  private UploadResult upload(Version version, HashedTree tree) {
    return deployments.upload(WEB, version, tree, Deployments.Mode.REPLACE, UploadListener.NONE);
  }

  @Test
  void onlyWhatChangedIsUploadedAgain() {
    upload(V1, given.tree(Map.of("a", "1", "b", "2", "c", "3")));
    given.memory.forgetRequests();

    UploadResult result = upload(V1, given.tree(Map.of("a", "1", "b", "changed", "d", "4")));

    assertThat(result.uploaded()).isEqualTo(2);
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(result.removed()).isEqualTo(1);
    assertThat(given.memory.count(Request.Kind.PUT)).as("two files and the index").isEqualTo(3);
    assertThat(paths(result.deployment())).containsExactly("a", "b", "d");

    given.memory.forgetRequests();
    upload(V1, given.tree(Map.of("a", "1", "b", "changed", "d", "4")));
    assertThat(given.memory.count(Request.Kind.PUT)).as("nothing changed").isZero();
  }

  @Test
  void filesMayBeAddedToADraftAndTakenOut() {
    upload(V1, given.tree(Map.of("a", "1", "d/b", "2")));
    deployments.upload(
        WEB, V1, given.tree(Map.of("c", "3")), Deployments.Mode.ADD, UploadListener.NONE);
    assertThat(paths(deployments.get(WEB, V1))).containsExactly("a", "c", "d/b");

    new DraftFiles(given.fleet).remove(WEB, V1, List.of(new RelativePath("d")));
    assertThat(paths(deployments.get(WEB, V1))).containsExactly("a", "c");
  }

  @Test
  void invariant1AnIndexNamesAKeyOnlyAfterItsPutWasAnswered() {
    given.faulty.always(request(Request.Kind.PUT, "/b"), Fault.DENIED);

    assertThatThrownBy(() -> upload(V1, given.tree(Map.of("a", "1", "b", "2"))))
        .isInstanceOf(StoreException.AccessDenied.class);

    assertThat(deployments.find(WEB, V1)).isEmpty();
  }

  @Test
  void invariant1WhatIsPutIsTheVeryBytesThatWereHashed() throws Exception {
    HashedTree tree = given.tree(Map.of("a", "1", "b", "2"));
    LocalFile b = Objects.requireNonNull(tree.tree().files().get(new RelativePath("b")));
    Files.writeString(b.file(), "edited");

    assertThatThrownBy(() -> upload(V1, tree))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("'b' changed while it was being uploaded");
    assertThat(deployments.find(WEB, V1)).isEmpty();
  }

  @Test
  void aLargeFileIsSentFromACopyOfItsOwnAndCopiedWithinTheStoreNextTime() {
    String large = "x".repeat(3_000_000);
    upload(V1, given.tree(Map.of("large", large)));
    TreeEntry entry =
        Objects.requireNonNull(deployments.get(WEB, V1).files().get(new RelativePath("large")));
    assertThat(given.memory.count(Request.Kind.PUT_FILE)).isEqualTo(1);
    assertThat(Sha256.of(large.getBytes(StandardCharsets.UTF_8))).isEqualTo(entry.sha256());
    given.memory.forgetRequests();

    UploadResult second =
        upload(new Version("2.0"), given.tree(Map.of("large", large, "small", "1")));

    assertThat(second.copied()).isEqualTo(1);
    assertThat(second.uploaded()).isEqualTo(1);
    assertThat(given.memory.count(Request.Kind.PUT_FILE)).isZero();
    assertThat(given.memory.count(Request.Kind.COPY)).isEqualTo(1);
  }

  @Test
  void anotherVersionThatCannotBeReadIsNoReasonNotToUpload() {
    given.memory.plant(Keys.deployment(WEB, new Version("0.9")), "{");

    assertThat(
            deployments.upload(
                WEB,
                V1,
                given.tree(Map.of("large", "x".repeat(100_000))),
                Deployments.Mode.REPLACE,
                UploadListener.NONE))
        .extracting(UploadResult::uploaded)
        .isEqualTo(1);
  }

  @Test
  void anUploadWhoseAnswersAreLostIsTriedAgain() {
    given.faulty.next(request(Request.Kind.PUT, "/a"), Fault.ANSWER_LOST);
    given.faulty.next(request(Request.Kind.PUT, "deployment.json"), Fault.ANSWER_LOST);

    upload(V1, given.tree(Map.of("a", "1")));

    assertThat(paths(deployments.get(WEB, V1))).containsExactly("a");
  }

  @Test
  void invariant6TwoUploadsToOneDraftAreNotMixed() {
    upload(V1, given.tree(Map.of("a", "1")));
    given.justBefore(
        request(Request.Kind.PUT, "deployment.json"),
        () -> {
          var _ =
              new Deployments(given.other())
                  .upload(
                      WEB,
                      V1,
                      given.tree(Map.of("theirs", "1")),
                      Deployments.Mode.REPLACE,
                      UploadListener.NONE);
        });

    assertThatThrownBy(() -> upload(V1, given.tree(Map.of("mine", "1"))))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(paths(deployments.get(WEB, V1))).containsExactly("theirs");
  }

  @Test
  void sealingFreezesFilesAsTheRulesSay() {
    var _ =
        given.manifest(
            """
            manifest: web
            profile: systemd
            command: bin/web
            user: web
            variables: {port: 80}
            files:
              - {path: ., exclude: ["*.md"]}
              - {path: app.conf, type: template, mode: "0640", group: adm}
              - {path: cache, type: folder, mode: "0700"}
            """);
    upload(
        V1,
        given.tree(
            Map.of("bin/web", "#!/bin/sh", "app.conf", "port={{ vars.port }}", "x.md", "no")));

    SealResult result = deployments.seal(WEB, V1, null);

    DeploymentDocument sealed = result.deployment();
    assertThat(result.already()).isFalse();
    assertThat(result.leftOut()).containsExactly(new RelativePath("x.md"));
    assertThat(sealed.state()).isEqualTo(DeploymentState.SEALED);
    assertThat(sealed.manifestRevision()).isEqualTo(2);
    assertThat(paths(sealed)).containsExactly("app.conf", "bin/web", "cache");
    assertThat(entry(sealed, "app.conf").mode()).isEqualTo("0640");
    assertThat(entry(sealed, "bin/web").mode()).isEqualTo("0755");
    assertThat(entry(sealed, "cache").mode()).isEqualTo("0700");
    assertThat(deployments.seal(WEB, V1, null).already()).isTrue();
  }

  @Test
  void whatWouldFailOnANodeIsSaidAtSealAllOfIt() {
    var _ =
        given.manifest(
            """
            manifest: web
            profile: systemd
            command: ./bin/web
            data: [uploads]
            files:
              - {path: .}
              - {path: app.conf, type: template}
              - {path: missing.conf}
            """);
    upload(
        V1,
        given.tree(
            Map.of(
                "bin/web", "not executable",
                "app.conf", "{{ vars.prot }} {{ folders.data }}",
                "uploads/x", "1",
                "A", "1",
                "a", "2")));

    assertThatThrownBy(() -> deployments.seal(WEB, V1, null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'bin/web' is not executable")
        .hasMessageContaining("unknown token '{{ vars.prot }}'")
        .hasMessageContaining("files[2].path: there is no file or folder 'missing.conf'")
        .hasMessageContaining("'uploads' is kept from release to release")
        .hasMessageContaining("differ in case alone");
    assertThat(deployments.get(WEB, V1).state()).isEqualTo(DeploymentState.DRAFT);
  }

  @Test
  void aTemplateThatIsTooLargeForANodesMemoryIsRefused() {
    var _ =
        given.manifest(
            "{manifest: web, profile: deploy, files: [{path: ., type: template}, {path: b, type:"
                + " binary}]}");
    String large = "x".repeat((1 << 20) + 1);
    upload(V1, given.tree(Map.of("a", large, "b", large)));

    assertThatThrownBy(() -> deployments.seal(WEB, V1, null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'a' is rendered on the node, and larger than the 1 MB")
        .hasMessageNotContaining("'b'");
  }

  @Test
  void aMissingCommandOrUnitFileIsRefused() {
    var _ = given.manifest("{manifest: web, profile: systemd, command: ./run --fast}");
    upload(V1, given.tree(Map.of("a", "1")));
    assertThatThrownBy(() -> deployments.seal(WEB, V1, null))
        .hasMessageContaining("command: there is no file 'run'");

    var _ = given.manifest("{manifest: web, profile: systemd, unit: web.service}");
    assertThatThrownBy(() -> deployments.seal(WEB, V1, null))
        .hasMessageContaining("unit: there is no file 'web.service'");
  }

  @Test
  void otherContentUnderASealedVersionIsRefused() {
    given.sealed("1.0", Map.of("a", "1"));
    assertThatThrownBy(() -> upload(V1, given.tree(Map.of("a", "2"))))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("web 1.0 is sealed");
  }

  @Test
  void invariant13TwoVersionsThatDifferInCaseAloneAreRefused() {
    upload(new Version("1.0-RC1"), given.tree(Map.of("a", "1")));
    assertThatThrownBy(() -> upload(new Version("1.0-rc1"), given.tree(Map.of("a", "1"))))
        .hasMessageContaining("differs from 1.0-RC1 of web in case alone");
  }

  @Test
  void invariant10StatesChangeOnlyAlongTheTable() {
    given.sealed("1.0", Map.of("a", "1"));
    new RecycleBin(given.fleet).recycle(WEB, V1, "old");
    assertThat(deployments.get(WEB, V1).state()).isEqualTo(DeploymentState.RECYCLED);
    assertThatThrownBy(() -> new RecycleBin(given.fleet).recycle(WEB, V1, null))
        .hasMessageContaining("is in the recycle bin and cannot be recycled");
    assertThatThrownBy(() -> deployments.seal(WEB, V1, null))
        .hasMessageContaining("in the recycle bin");
  }

  @Test
  void invariant10WhatIsInTheRecycleBinComesOutAsWhatItWas() {
    upload(V1, given.tree(Map.of("a", "1")));
    assertThat(new RecycleBin(given.fleet).recycle(WEB, V1, null).state())
        .isEqualTo(DeploymentState.RECYCLED);
    assertThat(new RecycleBin(given.fleet).restore(WEB, V1, null).state())
        .isEqualTo(DeploymentState.DRAFT);
    DeploymentDocument sealed = deployments.seal(WEB, V1, null).deployment();
    new RecycleBin(given.fleet).recycle(WEB, V1, "old");
    DeploymentDocument restored = new RecycleBin(given.fleet).restore(WEB, V1, null);
    assertThat(restored.state()).isEqualTo(DeploymentState.SEALED);
    assertThat(restored.files()).isEqualTo(sealed.files());
    assertThatThrownBy(() -> new RecycleBin(given.fleet).restore(WEB, V1, null))
        .hasMessageContaining("is sealed, not in the recycle bin");
  }

  @Test
  void onlyWhatIsInTheRecycleBinIsPurgedAndItsNameStaysTaken() {
    upload(V1, given.tree(Map.of("a", "1", "b", "2")));
    deployments.seal(WEB, V1, null);
    assertThatThrownBy(() -> new RecycleBin(given.fleet).purge(WEB, V1, null))
        .hasMessageContaining("is sealed: recycle it first");
    new RecycleBin(given.fleet).recycle(WEB, V1, null);

    assertThat(new RecycleBin(given.fleet).purge(WEB, V1, "room")).isEqualTo(2);

    assertThat(given.memory.keys().stream().filter(k -> k.startsWith("deployments/")))
        .containsExactly("deployments/web/1.0/deployment.json");
    assertThatThrownBy(() -> upload(V1, given.tree(Map.of("a", "1"))))
        .hasMessageContaining("is purged");
    assertThatThrownBy(() -> new RecycleBin(given.fleet).restore(WEB, V1, null))
        .hasMessageContaining("is purged, not in the recycle bin");
    assertThat(new RecycleBin(given.fleet).purge(WEB, V1, null)).as("again").isZero();
  }

  @Test
  void theDigestIsOfTheContentAndNotOfWhereItLies() {
    given.sealed("1.0", Map.of("a", "1", "b", "2"));
    given.sealed("2.0", Map.of("a", "1", "b", "2"));
    given.sealed("3.0", Map.of("a", "1", "b", "3"));
    String one = deployments.get(WEB, V1).digest();
    assertThat(deployments.get(WEB, new Version("2.0")).digest()).isEqualTo(one);
    assertThat(deployments.get(WEB, new Version("3.0")).digest()).isNotEqualTo(one);
    assertThat(deployments.list(WEB)).hasSize(3);
  }

  @Test
  void invariant11DeploymentsAreListedByTheStoresClockWhateverTheirWritersSay() {
    given.sealed("1.0", Map.of("a", "1"));
    given.clock.advance(Duration.ofMinutes(1));
    given.sealed("3.0", Map.of("a", "3"));
    given.clock.advance(Duration.ofMinutes(1));
    OpenFleet slow =
        new OpenFleet(
            new DocumentStore(given.memory),
            () -> given.clock.instant().minus(Duration.ofHours(9)),
            "a clock@nine hours behind");
    new Deployments(slow)
        .upload(
            WEB,
            new Version("2.0"),
            given.tree(Map.of("a", "2")),
            Deployments.Mode.REPLACE,
            UploadListener.NONE);

    List<String> newestFirst = List.of("2.0", "3.0", "1.0");
    assertThat(deployments.list(WEB)).extracting(d -> d.version().value()).isEqualTo(newestFirst);
    assertThat(deployments.newest()).extracting(d -> d.version().value()).isEqualTo(newestFirst);
  }

  private static List<String> paths(DeploymentDocument deployment) {
    return deployment.files().keySet().stream().map(RelativePath::value).toList();
  }

  private static TreeEntry entry(DeploymentDocument deployment, String path) {
    return Objects.requireNonNull(deployment.files().get(new RelativePath(path)));
  }
}
