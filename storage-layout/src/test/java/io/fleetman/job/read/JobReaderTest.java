package io.fleetman.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.job.Condition;
import io.fleetman.job.JobDocument;
import io.fleetman.job.Parameter;
import io.fleetman.job.Parameters;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobReaderTest {
  private static final NodeId NODE = new NodeId("node-1");

  private static JobDocument valid(String text) {
    JobReader.Outcome outcome = JobReader.read("job.yaml", text);
    assertThat(outcome).isInstanceOf(JobReader.Outcome.Valid.class);
    return ((JobReader.Outcome.Valid) outcome).document();
  }

  private static List<String> problems(String text) {
    JobReader.Outcome outcome = JobReader.read("job.yaml", text);
    assertThat(outcome).isInstanceOf(JobReader.Outcome.Invalid.class);
    return ((JobReader.Outcome.Invalid) outcome).problems();
  }

  private static String step(String step) {
    return "version: 1.0\nparameters: {x: {}, cell: {default: web}}\nsteps:\n  - " + step;
  }

  @Test
  void everyKindOfStepIsReadFromYaml() {
    JobDocument job =
        valid(
            """
            version: "1.0"
            includeStdOut: false
            conditions: [{key: region, value: eu}]
            parameters:
              count: {type: integer, default: 3, allowed: [1, 3]}
            steps:
              - {name: a, type: runCommand, input: {command: [uname, -a]}, timeout: 30s, retries: 2,
                 runAsUser: app, env: {A: "{{ params.count }}"}, workingDirectory: /srv, allowStdErr: 0}
              - {name: b, type: runScript, input: {interpreter: bash, script: "echo $PARAM_COUNT"}}
              - {name: c, type: runHandler, input: {handler: h.sh, args: ["1"], path: default}}
              - {name: d, type: writeFile, input: {path: /etc/x, content: "n={{ params.count }}", mode: "0600"}}
              - name: e
                type: download
                input:
                  path: /x
                  source: {key: staging/a/b, sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03}
              - {name: f, type: service, input: {action: restart, cell: web}}
              - {name: g, type: reboot}
            finalStep: {name: h, type: runCommand, input: {command: ["true"]}}
            finally:
              - {name: i, type: runCommand, input: {command: ["true"]}, ignoreStepFailure: true}
            """);

    assertThat(job.includeStdOut()).isFalse();
    assertThat(job.steps())
        .extracting(s -> s.input().type())
        .containsExactly(
            "runCommand", "runScript", "runHandler", "writeFile", "download", "service", "reboot");
    Parameter count = Objects.requireNonNull(job.parameters().get("count"));
    assertThat(count.preset()).isEqualTo("3");
    assertThat(count.allowed()).containsExactly("1", "3");
    assertThat(job.always()).extracting(Step::ignoreStepFailure).containsExactly(true);
    assertThat(job.everyStep()).hasSize(9);
  }

  @Test
  void documentsForAwsIotDeviceClientAreReadIntoTheSameForm() {
    JobDocument job =
        valid(
            """
            {
              "_comment": "Prepares the reader, notes it, and sweeps up.",
              "version": "1.0",
              "includeStdOut": "true",
              "conditions": [
                {"key": "line", "value": ["assembly", "paint"], "type": "stringEqual"}
              ],
              "steps": [
                {"action": {
                  "name": "Note the shift",
                  "type": "runCommand",
                  "input": {"command": "logger, -t ,shift,early\\\\, then late"},
                  "runAsUser": "",
                  "ignoreStepFailure": "true"
                }},
                {"action": {
                  "name": "Prepare",
                  "type": "runHandler",
                  "input": {"handler": "prepare-reader.sh", "args": ["badge", "door 7"], "path": "default"},
                  "runAsUser": "reader",
                  "allowStdErr": 3
                }},
                {"action": {
                  "name": "From PATH",
                  "type": "runHandler",
                  "input": {"handler": "echo"}
                }}
              ],
              "finalStep": {"action": {
                "name": "Sweep",
                "type": "runHandler",
                "input": {"handler": "sweep.sh", "path": "/opt/reader"}
              }}
            }
            """);

    assertThat(job.conditions())
        .containsExactly(
            new Condition("line", List.of("assembly", "paint"), Condition.Type.STRING_EQUAL));
    Step note = job.steps().getFirst();
    assertThat(note.input())
        .isEqualTo(new StepInput.RunCommand(List.of("logger", "-t", "shift", "early, then late")));
    assertThat(note.runAsUser()).isNull();
    assertThat(note.ignoreStepFailure()).isTrue();
    Step prepare = job.steps().get(1);
    assertThat(prepare.input())
        .isEqualTo(
            new StepInput.RunHandler("prepare-reader.sh", List.of("badge", "door 7"), "default"));
    assertThat(prepare.runAsUser()).isEqualTo("reader");
    assertThat(prepare.allowStdErr()).isEqualTo(3);
    assertThat(job.steps().get(2).input())
        .isEqualTo(new StepInput.RunHandler("echo", List.of(), null));
    assertThat(job.finalStep())
        .isEqualTo(
            Step.of("Sweep", new StepInput.RunHandler("sweep.sh", List.of(), "/opt/reader")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, type: teleport, input: {}} | steps[0].type: \"teleport\" is not one of",
        "{name: a, type: runCommand, input: {command: 7}} | steps[0].input.command: ",
        "{name: a, type: runCommand, input: {command: []}} | steps[0].input.command: ",
        "{name: a, type: runCommand} | steps[0].input is missing",
        "{type: reboot} | steps[0].name is missing",
        "{name: a, type: reboot, tiemout: 3s} | steps[0].tiemout is unknown; did you mean"
            + " 'timeout'?",
        "{name: a, type: reboot, timeout: 3} | steps[0].timeout: ",
        "{name: a, type: reboot, timeout: soon} | steps[0].timeout: \"soon\" is not of the form",
        "{name: a, type: reboot, retries: -1} | steps[0].retries: ",
        "{action: {name: a, type: runCommand, input: {comand: x}}} | steps[0].action.input.command"
            + " is missing",
        "{name: a, type: runScript, input: {}} | exactly one of script and source",
        "{name: a, type: writeFile, input: {path: etc/x, content: y}} | steps[0].input.path:"
            + " 'etc/x' must be absolute",
        "{name: a, type: service, input: {action: restart, cell: Web}} | steps[0].input.cell: 'Web'"
            + " is not a valid cell id",
        "{name: a, type: runCommand, input: {command: [echo, '{{ params.y }}']}} |"
            + " steps[0].input.command[1]: there is no parameter 'y'",
        "{name: a, type: runCommand, input: {command: ['echo hi']}} | steps[0].input.command[0]:"
            + " 'echo hi' is no program",
        "{name: a, type: runCommand, input: {command: [sh, -c, 'echo {{ params.x }}']}} |"
            + " steps[0].input.command[2]: a parameter here would be read by sh: use $PARAM_X",
        "{name: a, type: runCommand, input: {command: [sudo, /bin/bash, -lc, 'x {{params.x}}']}} |"
            + " steps[0].input.command[3]: a parameter here would be read",
        "{name: a, type: runCommand, input: {command: [python3, -c, '{{ params.x }}']}} |"
            + " steps[0].input.command[2]: ",
        "{name: a, type: runScript, input: {script: 'rm {{ params.x }}'}} | steps[0].input.script:"
            + " a parameter within a script",
      })
  void aBadStepIsRefusedWithItsPlace(String step, String said) {
    assertThat(problems(step(step))).anySatisfy(p -> assertThat(p).contains(said));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps: [{name: a, type: reboot}] | version is missing",
        "{version: '2.0', steps: [{name: a, type: reboot}]} | version: \"2.0\" is not one of"
            + " [\"1.0\"]",
        "{version: 1.0, steps: []} | steps: ",
        "{version: 1.0, stepps: [], steps: [{name: a, type: reboot}]} | stepps is unknown; did you"
            + " mean 'steps'?",
        "{version: 1.0, parameters: {a-b: {}}, steps: [{name: a, type: reboot}]} | parameters: ",
        "{version: 1.0, parameters: {a: {pattern: '['}}, steps: [{name: a, type: reboot}]} |"
            + " parameters.a.pattern: is no regular expression",
        "{version: 1.0, parameters: {a: {type: integer, default: x}}, steps: [{name: a, type:"
            + " reboot}]} | parameters.a.default: 'x' is no integer",
        "{version: 1.0, parameters: {a: {secret: true, default: x}}, steps: [{name: a, type:"
            + " reboot}]} | parameters.a.default: a secret has no default",
        "{version: 1.0, parameters: {a: {}, A: {}}, steps: [{name: a, type: reboot}]} | differs"
            + " from 'A' in case alone",
        "{version: 1.0, conditions: [{key: a}], steps: [{name: a, type: reboot}]} |"
            + " conditions[0].value is missing",
        "operation: echo | version is missing",
        "'[1' | job.yaml",
      })
  void aBadDocumentIsRefusedWithItsPlace(String document, String said) {
    assertThat(problems(document)).anySatisfy(p -> assertThat(p).contains(said));
  }

  @Test
  void aValueIsNeverMoreThanTheArgumentThatItIsPartOf() {
    JobDocument job =
        valid(
            step(
                "{name: a, type: runCommand, input: {command: [systemctl, restart, '{{ params.x"
                    + " }}']}}"));
    String evil = "web; rm -rf / $(reboot) {{ params.cell }} \" ' \\ \n";

    assertThat(Parameters.problems(job, Map.of("x", evil))).isEmpty();
    assertThat(
            Parameters.resolve(
                    job.steps().getFirst(), Parameters.complete(job, Map.of("x", evil)), NODE)
                .input())
        .isEqualTo(new StepInput.RunCommand(List.of("systemctl", "restart", evil)));
  }

  @Test
  void valuesAreCheckedByNameTypeAllowedValuesAndPattern() {
    JobDocument job =
        valid(
            """
            version: 1.0
            parameters:
              unit: {pattern: "[a-z@.-]+"}
              count: {type: integer, default: 1}
              level: {allowed: [low, high], default: low}
              force: {type: boolean, default: false}
              password: {secret: true, pattern: "[a-z]{8}"}
            steps: [{name: a, type: reboot}]
            """);

    assertThat(Parameters.problems(job, Map.of("unit", "nginx.service", "password", "abcdefgh")))
        .isEmpty();
    assertThat(Parameters.problems(job, Map.of("password", "abcdefgh")))
        .containsExactly("parameters.unit is missing: it has no default");
    assertThat(
            Parameters.problems(
                job,
                Map.of(
                    "unit", "x; reboot",
                    "count", "1.5",
                    "level", "medium",
                    "force", "yes",
                    "password", "hunter2",
                    "other", "1")))
        .anySatisfy(p -> assertThat(p).startsWith("parameters.other is unknown"))
        .contains(
            "parameters.unit: 'x; reboot' does not match [a-z@.-]+",
            "parameters.count: '1.5' is no integer",
            "parameters.level: 'medium' is not one of [low, high]",
            "parameters.force: 'yes' is no boolean",
            "parameters.password: the value does not match [a-z]{8}")
        .noneMatch(p -> p.contains("hunter2"));
  }

  @Test
  void bracesOfOthersStayAsTheyAre() {
    JobDocument job =
        valid(
            step(
                "{name: a, type: runCommand, input: {command: [docker, ps, --format, '{{.Names}} {{"
                    + " node.id }}']}}"));

    assertThat(Parameters.resolve(job.steps().getFirst(), Map.of(), NODE).input())
        .isEqualTo(
            new StepInput.RunCommand(List.of("docker", "ps", "--format", "{{.Names}} node-1")));
  }
}
