package io.fleetman.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.ByteSize;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.document.RestartPolicy;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFileTest {
  private static final String WEB =
      """
      manifest: web
      profile: systemd
      files:
        - path: .
          exclude: [fleetman.yaml, "*.md"]
        - {path: app.conf, type: template, mode: "0640"}
      command: ./bin/web --port {{ vars.port }}
      user: web
      env: {LOG_LEVEL: info}
      variables: {port: 8080}
      limits: {memory: 512M, cpu: 50%}
      restart: on-failure
      health: {http: "http://127.0.0.1:{{ vars.port }}/health", within: 30s, stableFor: 10s}
      data: [uploads]
      logs: [logs/web.log]
      hooks: {preStart: {command: ./bin/migrate, timeout: 60s}}
      cells:
        - node: node-1
        - {node: node-2, id: web-b, variables: {port: 8081}}
      """;

  @Test
  void theDocumentedServiceIsUnderstood() {
    Definition.Service web = ServiceFile.parse("fleetman.yaml", WEB);

    assertThat(web.manifest()).isEqualTo(new ManifestId("web"));
    assertThat(web.spec().profile()).isEqualTo(Profile.SYSTEMD);
    assertThat(web.spec().limits().memory()).isEqualTo(ByteSize.parse("512M"));
    assertThat(web.spec().restart()).isEqualTo(RestartPolicy.ON_FAILURE);
    assertThat(web.spec().health().stableFor()).isEqualTo(Duration.ofSeconds(10));
    assertThat(web.spec().data()).containsExactly(new RelativePath("uploads"));
    assertThat(web.spec().variables()).containsEntry("port", "8080");
    assertThat(web.cells())
        .extracting(CellEntry::ref)
        .containsExactly(CellRef.parse("node-1/web"), CellRef.parse("node-2/web-b"));
    assertThat(web.cells().get(1).variables()).containsEntry("port", "8081");
  }

  @Test
  void everyFieldOfADefinitionMayBeWrittenInTheFile() {
    assertThat(names(ServiceYaml.class)).containsAll(names(ManifestSpec.class));
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  @Test
  void aWrongKeyIsNamedWithItsLineAndTheNearestKnownOne() {
    assertThatThrownBy(
            () -> ServiceFile.parse("fleetman.yaml", WEB.replace("restart:", "restrat:")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("fleetman.yaml:12")
        .hasMessageContaining("'restrat'")
        .hasMessageContaining("'restart'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          profile: systemd                                          | command is missing
          profile: deploy, command: ./x                             | the deploy profile runs nothing
          profile: deploy, limits: {memory: 1M}                     | limits: the deploy profile
          profile: deploy, health: {tcp: "a:1"}                     | health: nothing listens
          profile: supervisor, command: ./x, limits: {cpu: 50%}     | supervisord cannot enforce any
          profile: systemd, command: ./x, unit: x.service           | command and unit exclude each other
          profile: systemd, unit: x.service, limits: {memory: 1M}   | limits: the unit file says that itself
          profile: systemd, unit: x.service, stopTimeout: 5s        | stopTimeout: the unit file says
          profile: systemd, unit: x.service, restart: always        | restart: the unit file says that
          profile: systemd, unit: x.service, resourceProfile: small | limits: the unit file says that
          profile: deploy, restart: always                          | restart: the deploy profile runs nothing
          profile: deploy, stopTimeout: 5s                          | stopTimeout: the deploy profile
          profile: systemd, command: "./x {{ vars.prot }}"          | declare it under variables
          profile: systemd, command: "./x {{ node.name }}"          | known are vars.NAME
          profile: systemd, command: "./x\\ny"                      | command has a line break
          profile: systemd, command: ./x, env: {A-B: c}             | env: 'A-B' is not a variable name
          profile: systemd, command: ./x, user: "a b"               | user: 'a b' is not a name
          profile: systemd, command: ./x, health: {http: "x"}       | health.http: 'x' is not a URL
          profile: systemd, command: ./x, health: {tcp: "x"}        | health.tcp: 'x' is not host:port
          profile: systemd, command: ./x, health: {within: 0s}      | health.within must be more than 0
          profile: systemd, command: ./x, data: [a, a]              | data: 'a' is named twice
          profile: systemd, command: ./x, logs: [web.log]           | logs: 'web.log' needs a folder
          profile: deploy, files: [{path: ../x}]                    | is not a valid path
          profile: deploy, files: [{path: x, mode: rwx}]            | files[0].mode: 'rwx' is not octal
          profile: deploy, cells: [{node: n}, {node: n}]            | cells[1]: the cell n/web is named twice
          profile: deploy, cells: [{node: n, variables: {p: 1}}]    | the manifest has no variable 'p'
          """)
  void whatTypesCannotSayIsRefusedWithFieldAndFix(String yaml, String problem) {
    assertThatThrownBy(() -> ServiceFile.parse("f", "{manifest: web, " + yaml + "}"))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {profile: deploy}                                    | manifest is missing
          {manifest: web}                                      | profile is missing
          {manifest: ../x, profile: deploy}                    | is not a valid manifest
          {manifest: web, profile: deploy, data: [/etc]}       | make it relative
          {manifest: web, profile: deploy, cells: [{id: x}]}   | node is missing
          {manifest: web, profile: docker}                     | is not one of systemd
          """)
  void whatCannotBeReadSaysWhy(String yaml, String problem) {
    assertThatThrownBy(() -> ServiceFile.parse("f", yaml))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aFolderOfDocumentsIsReadWholeOrNotAtAll(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("a.yaml"),
        """
        # limits first
        kind: resourceProfile
        name: small
        limits: {memory: 64M}
        ---
        node: node-1
        manifest: web
        """);
    Files.writeString(folder.resolve("b.yml"), "{manifest: web, profile: deploy}");

    assertThat(Definitions.read(folder))
        .hasExactlyElementsOfTypes(
            Definition.ResourceProfile.class, Definition.Cell.class, Definition.Service.class);

    Files.writeString(folder.resolve("c.yaml"), "---\nname: x\nlimits: {}\n---\nkind: pod\n");
    assertThatThrownBy(() -> Definitions.read(folder))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("limits is empty")
        .hasMessageContaining("'pod' is not one of manifest, cell, resourceProfile");
  }

  @Test
  void linesOfLaterDocumentsAreTheFiles() {
    assertThatThrownBy(
            () ->
                Definitions.parse(
                    "all.yaml", "manifest: a\nprofile: deploy\n---\nnode: n\nmanifst: a\n"))
        .hasMessageContaining("all.yaml:5");
  }

  @Test
  void aFolderWithoutAFileIsToldHowToMakeOne(@TempDir Path folder) {
    assertThatThrownBy(() -> ServiceFile.read(folder))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("fleetman new");
  }
}
