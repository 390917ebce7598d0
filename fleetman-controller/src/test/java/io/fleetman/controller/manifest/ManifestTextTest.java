package io.fleetman.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.manifest.ManifestText.Parsed;
import io.fleetman.controller.manifest.ManifestText.Problem;
import io.fleetman.document.Author;
import io.fleetman.document.ManifestDocument;
import io.fleetman.layout.ManifestId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTextTest {
  private static Definition.Service understood(String yaml) {
    Parsed parsed = ManifestText.read(yaml, _ -> List.of());
    assertThat(parsed).as(yaml).isInstanceOf(Parsed.Understood.class);
    return ((Parsed.Understood) parsed).service();
  }

  private static List<Problem> problems(String yaml) {
    return ManifestText.read(yaml, _ -> List.of()) instanceof Parsed.Refused(var problems)
        ? problems
        : List.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{manifest: web, profile: deploy}",
        """
        manifest: web
        profile: systemd
        description: "yes"
        command: bin/web --port {{ vars.port }}
        user: web
        env: {PORT: "{{ vars.port }}", FLAG: "true", EMPTY: "", OCTAL: "0640"}
        variables: {port: "8080", v: "1.10", t: "null"}
        limits: {memory: 512M, cpu: 50%, tasks: 100}
        health: {http: "http://127.0.0.1:{{ vars.port }}/", stableFor: 20s}
        files:
          - {path: ., exclude: ["*.md", "logs/**"]}
          - {path: conf/app.conf, type: template, mode: "0640", group: adm}
        data: [state]
        logs: [logs/web.log]
        restart: always
        stopTimeout: 90s
        hooks: {preStart: {command: "./migrate --all # now", timeout: 5m}}
        """,
        """
        manifest: web
        profile: supervisor
        command: "sh -c 'a: b # c'"
        hooks: {postStop: {command: "- x"}}
        """
      })
  void whatIsWrittenReadsAsWhatItWas(String yaml) {
    Definition.Service service = understood(yaml);

    String text = ManifestText.write(service.manifest(), service.spec());

    assertThat(understood(text)).isEqualTo(service);
    assertThat(text).startsWith("manifest: web\n").doesNotContain("null\n", "[]", "{}");
  }

  @Test
  void whatHasItsDefaultIsLeftOut() {
    Definition.Service service =
        understood("{manifest: web, profile: systemd, command: bin/web, health: {tcp: 'a:1'}}");

    assertThat(ManifestText.write(new ManifestId("web"), service.spec()))
        .isEqualTo("manifest: web\nprofile: systemd\ncommand: bin/web\nhealth:\n  tcp: a:1\n");
  }

  @Test
  void eachProblemStandsBesideItsLine() {
    assertThat(
            problems(
                """
                manifest: web
                profile: systemd
                command: bin/web {{ vars.nope }}

                health:
                  within: 2d
                  tcp: nowhere
                files:
                  - path: .
                  - path: ../x
                """))
        .extracting(Problem::line, Problem::field)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(10, "files[1].path"),
            org.assertj.core.groups.Tuple.tuple(3, "command"),
            org.assertj.core.groups.Tuple.tuple(7, "health.tcp"),
            org.assertj.core.groups.Tuple.tuple(6, "health.within"));
  }

  @Test
  void whatYamlAndTypesRefuseHasALineTooAndNamesNoFile() {
    assertThat(problems("manifest: web\nprofile: systemd\ncomand: x\n"))
        .singleElement()
        .satisfies(p -> assertThat(p.line()).isEqualTo(3))
        .satisfies(p -> assertThat(p.message()).startsWith("unknown key 'comand'; did you mean"));
    assertThat(problems("manifest: web\nprofile: [\n"))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).startsWith("not YAML"))
        .satisfies(p -> assertThat(p.line()).isPositive());
    assertThat(problems("profile: deploy\n"))
        .containsExactly(
            new Problem(0, "manifest", "manifest is missing: name the service, such as web"));
    assertThat(problems("{manifest: Web, profile: deploy}")).hasSize(1);
    assertThat(problems("")).hasSize(1);
    assertThat(problems("manifest: web\nprofile: deploy\ncells:\n  - node: n1\n"))
        .singleElement()
        .satisfies(p -> assertThat(p.line()).isEqualTo(3));
  }

  @Test
  void whatTheFleetLacksIsFoundAfterTheRest() {
    Parsed parsed =
        ManifestText.read(
            "manifest: web\nprofile: systemd\ncommand: x\nresourceProfile: small\n",
            spec -> List.of("resourceProfile: there is no '" + spec.resourceProfile() + "'"));

    assertThat(parsed)
        .isEqualTo(
            new Parsed.Refused(
                List.of(
                    new Problem(4, "resourceProfile", "resourceProfile: there is no 'small'"))));
  }

  private static final String COMMENTED =
      """
      # the shop's front door
      manifest: web   # one for all regions
      profile: systemd

      command: bin/web --port=80
      """;

  @Test
  void aTextIsKeptAsItWasWrittenButForItsCells() {
    Definition.Service service = understood(COMMENTED);
    String cells =
        "\ncells:   # where it runs\n  - node: node-1\n\n  # soon\n  - node: node-2\n# the end\n";

    assertThat(ManifestText.kept(service.manifest(), service.spec(), "\n\n" + COMMENTED + cells))
        .hasValue(COMMENTED + "\n# the end\n");
    assertThat(
            ManifestText.kept(
                service.manifest(), service.spec(), COMMENTED.stripTrailing() + "\r\n"))
        .hasValue(COMMENTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manifest: web\nprofile: systemd\ncommand: another\n",
        "manifest: shop\nprofile: systemd\ncommand: bin/web --port=80\n",
        "{manifest: web, profile: systemd, command: bin/web --port=80, cells: [{node: node-1}]}",
        "no: manifest",
        ": - :"
      })
  void aTextThatSaysAnythingElseIsNotKept(String text) {
    Definition.Service service = understood(COMMENTED);
    assertThat(ManifestText.kept(service.manifest(), service.spec(), text)).isEmpty();
    ManifestDocument mistaken =
        new ManifestDocument(
            service.manifest(),
            1,
            service.spec(),
            false,
            text,
            new Author("me", Instant.EPOCH, null));
    assertThat(ManifestText.of(mistaken))
        .as("a text that was put there by hand")
        .isEqualTo(ManifestText.write(service.manifest(), service.spec()));
  }

  @Test
  void aTextThatIsTooLongIsNotKept() {
    Definition.Service service = understood(COMMENTED);
    String padding = "#\n".repeat(40_000);
    assertThat(ManifestText.kept(service.manifest(), service.spec(), COMMENTED + padding))
        .isEmpty();
  }
}
