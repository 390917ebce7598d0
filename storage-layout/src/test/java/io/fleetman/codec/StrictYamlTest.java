package io.fleetman.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.document.FileRule;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 12: an unknown key is an error with its line and the nearest known one. */
class StrictYamlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // unknown keys
        "comand: ./run | f.yaml:3: unknown key 'comand'; did you mean 'command'?",
        "command: x~~comand: y~# end~ | f.yaml:5: unknown key 'comand'; did you mean 'command'?",
        "health: {tpc: 1} | f.yaml:3: unknown key 'health.tpc'; did you mean 'tcp'?",
        "files:~  - path: a~    moode: 1~  - path: b"
            + " | f.yaml:5: unknown key 'files[0].moode'; did you mean 'mode'?",
        "files: [{path: a},~  {path: b, typ: text}]~command: x"
            + " | f.yaml:4: unknown key 'files[1].typ'; did you mean 'type'?",
        "hooks:~  preStart:~    command: x~    time: 3s~data: []"
            + " | f.yaml:6: unknown key 'hooks.preStart.time'; known here: command, timeout",
        // bad values
        "restart: sometimes~command: x"
            + " | f.yaml:3: restart: 'sometimes' is not one of no, on-failure, always",
        "health:~  within:~    soon~  http: x | f.yaml:5: health.within: 'soon' is not a duration:"
            + " write a whole number with ms, s, m, h or d, such as 30s",
        "data:~  - a~  - ../b~  - c"
            + " | f.yaml:5: data[1]: '../b' is not a valid path: remove the segment '..'",
        "limits:~  cpu: 50%~  memory: lots~user: x | f.yaml:5: limits.memory: 'lots' is not a size:"
            + " write a whole number with K, M, G or T, such as 512M",
        // wrong types
        "files: bin | f.yaml:3: files: it must be a list",
        "command:~  - a~  - b | f.yaml:3: command: it must be a text",
        "limits:~  tasks: 1.5~command: x"
            + " | f.yaml:4: limits.tasks: '1.5' is not a whole number",
        "limits:~  tasks: one~command: x | f.yaml:4: limits.tasks: 'one' is not a whole number",
        "env: [A=b] | f.yaml:3: env: it must be a mapping of keys to values",
        "hooks:~  preStart: ./x | f.yaml:4: hooks.preStart:"
            + " it must be a mapping with the keys command, timeout",
        // what is missing
        "files:~  - path: a~  - mode: 1 | f.yaml:5: files[1]: path is missing",
        "hooks:~  preStart:~    timeout: 5s | f.yaml:4: hooks.preStart: command is missing",
        "variables:~  a: 1~  b:~  c: 2"
            + " | f.yaml:5: variables.b: it has no value; give it one, or remove it",
        // keys that are there twice
        "variables:~  a: 1~  b: 2~  a: 3 | f.yaml:6: key 'a' is there already, in line 4",
        "files: [{path: a, path: b}] | f.yaml:3: key 'path' is there already, in line 3",
        "profile: systemd | f.yaml:3: key 'profile' is there already, in line 2",
        // not YAML
        "command: a: b | f.yaml:3: not YAML: mapping values are not allowed here",
        "files: [a, b~command: x | f.yaml:4: not YAML: while parsing a flow sequence that began in"
            + " line 3, expected ',' or ']', but got :",
        "env:~\tA: b | f.yaml:4: not YAML: found character '\\t(TAB)' that cannot start any token."
            + " (Do not use \\t(TAB) for indentation)",
        "env: &e {a: b}~variables: *e"
            + " | f.yaml:4: aliases such as '*e' are not read; write the value out",
        "---~profile: deploy | f.yaml:3: a second document begins; keep one to a file",
      })
  void whatIsWrongIsNamedWithItsLine(String lines, String message) {
    String yaml = "# a comment\nprofile: deploy\n" + lines.replace('~', '\n') + "\n";

    assertThatThrownBy(() -> StrictYaml.read("f.yaml", yaml, ManifestSpec.class))
        .isInstanceOf(DocumentException.class)
        .hasMessage(message);
  }

  @Test
  void aFileFarLargerThanPeopleWriteIsRefusedBeforeItIsParsed() {
    String big = "manifest: web\ndescription: " + "x".repeat(600_000);
    assertThatThrownBy(() -> StrictYaml.read("f.yaml", big, ManifestSpec.class))
        .isInstanceOf(DocumentException.class)
        .hasMessageStartingWith("f.yaml has more than 512K characters");
  }

  @Test
  void whatTheFileAsAWholeLacksHasNoLine() {
    assertThatThrownBy(() -> StrictYaml.read("f.yaml", "command: x\n", ManifestSpec.class))
        .hasMessage("f.yaml: profile is missing");
    assertThatThrownBy(() -> StrictYaml.read("f.yaml", "- a\n", ManifestSpec.class))
        .hasMessageStartingWith("f.yaml: it must be a mapping with the keys command, data,");
    assertThatThrownBy(() -> StrictYaml.read("f.yaml", "# nothing\n", ManifestSpec.class))
        .hasMessage("f.yaml is empty");
  }

  record Named(ManifestId manifest, Version version) {}

  @Test
  void scalarsAreTextAsTheyAreWritten() {
    String yaml =
        """
        variables: {port: 8080, version: 1.10, yes: yes, hex: 0x1F, day: 2026-01-01, none: ""}
        files:
          - {mode: 0640, path: a}
        profile: deploy
        """;

    ManifestSpec spec = StrictYaml.read("f.yaml", yaml, ManifestSpec.class);

    assertThat(spec.variables())
        .containsEntry("port", "8080")
        .containsEntry("version", "1.10")
        .containsEntry("yes", "yes")
        .containsEntry("hex", "0x1F")
        .containsEntry("day", "2026-01-01")
        .containsEntry("none", "");
    assertThat(spec.files()).extracting(FileRule::mode).containsExactly("0640");
    assertThat(StrictYaml.read("f.yaml", "{manifest: 1, version: 1.10}", Named.class))
        .isEqualTo(new Named(new ManifestId("1"), new Version("1.10")));
  }
}
