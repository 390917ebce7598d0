package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.job.TestNode;
import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class JobResourcesTest {
  private static final Map<String, Object> UNAME =
      Map.of(
          "version",
          "1.0",
          "steps",
          List.of(
              Map.of("name", "a", "type", "runCommand", "input", Map.of("command", "uname,-a"))));

  private final TestController controller = new TestController();

  @BeforeEach
  void twoNodes() {
    node("node-1").reports(Map.of("region", "eu"), "web");
    node("node-2").reports(Map.of("region", "us"));
  }

  @AfterEach
  void close() {
    controller.close();
  }

  private TestNode node(String name) {
    return new TestNode(controller.memory, InstantSource.system(), name);
  }

  private ExecutionId executed(Map<String, Object> order, String... headers) {
    Answer made = controller.api("POST", "/jobs/execute", order, headers);
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return new ExecutionId(made.text("/id"));
  }

  @DisplayName(
      "a secret parameter's value is in no answer, on no page, in no record of what was done")
  @Test
  void aSecretIsShownNowhere() {
    Map<String, Object> document =
        Map.of(
            "version",
            "1.0",
            "parameters",
            Map.of("password", Map.of("secret", true)),
            "steps",
            List.of(
                Map.of(
                    "name",
                    "a",
                    "type",
                    "runScript",
                    "input",
                    Map.of("script", "test -n \"$PARAM_PASSWORD\""))));
    Map<String, Object> order =
        Map.of(
            "job_name",
            "look",
            "document",
            document,
            "parameters",
            Map.of("password", "hunter2"),
            "target_type",
            "all");
    Answer made = controller.api("POST", "/jobs/execute", order, "Idempotency-Key", "k");
    assertThat(made.status()).isEqualTo(201);
    ExecutionId id = new ExecutionId(made.text("/id"));
    Answer again = controller.api("POST", "/jobs/execute", order, "Idempotency-Key", "k");
    assertThat(again.text("/id")).isEqualTo(id.value());
    node("node-1").runs(id, NodeStatus.FAILED, "no\n");
    node("node-2").runs(id, NodeStatus.SUCCEEDED, "yes\n");
    Answer retried = controller.api("POST", "/jobs/executions/" + id + "/retry", Map.of());
    assertThat(retried.status()).isEqualTo(201);

    assertThat(made.text("/parameters/password")).isEqualTo("***");
    assertThat(List.of(made, again, retried))
        .allSatisfy(a -> assertThat(a.http().body()).doesNotContain("hunter2"));
    for (String path :
        List.of(
            "/jobs/executions",
            "/jobs/executions/" + id,
            "/jobs/executions/" + id + "/logs?format=ndjson&node=node-1",
            "/nodes/node-1/jobs",
            "/activity")) {
      Answer answer = controller.api("GET", path, null);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.http().body()).as(path).doesNotContain("hunter2");
    }
    for (String path :
        List.of(
            "/jobs",
            "/jobs/executions/" + id,
            "/jobs/executions/" + id + "/nodes/node-1",
            "/jobs/run?again=" + id,
            "/nodes/node-1/jobs",
            "/activity")) {
      var page = controller.get("/b/main" + path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).as(path).doesNotContain("hunter2");
    }
  }

  @Test
  void aJobIsRunOnAGroupLookedAtAndReadBack() {
    ExecutionId id =
        executed(
            Map.of(
                "job_name", "look",
                "document", UNAME,
                "target_type", "group",
                "target_filter", "region=eu"));
    node("node-1").begins(id);
    node("node-1").writes(id, 0, Stream.OUT, "Linux\n");
    node("node-1").writes(id, 1, Stream.ERR, "oh\n");
    node("node-1").ends(id, NodeStatus.SUCCEEDED, 2, null);

    Answer shown = controller.api("GET", "/jobs/executions/" + id, null);
    assertThat(shown.text("/execution/status")).isEqualTo("SUCCEEDED");
    assertThat(shown.text("/nodes/0/exitCode")).isEqualTo("0");
    assertThat(controller.api("GET", "/jobs/executions?status=SUCCEEDED", null).text("/items/0/id"))
        .isEqualTo(id.value());
    assertThat(controller.api("GET", "/jobs/executions?status=FAILED", null).json().get("items"))
        .isEmpty();
    String logs = "/jobs/executions/" + id + "/logs";
    assertThat(controller.api("GET", logs, null).http().body()).isEqualTo("Linux\noh\n");
    assertThat(controller.api("GET", logs + "?stream=err", null).http().body()).isEqualTo("oh\n");
    assertThat(controller.api("GET", logs + "?format=ndjson", null).http().body())
        .contains("\"stream\":\"out\"")
        .contains("\"text\":\"oh\\n\"");
    assertThat(controller.api("GET", logs + "?format=events", null).http().body())
        .contains("data: {")
        .contains("event: end\ndata: \"SUCCEEDED\"");
    assertThat(
            controller
                .api("GET", logs + "?format=events", null, "Last-Event-ID", "1")
                .http()
                .body())
        .contains("oh")
        .doesNotContain("Linux");
    assertThat(controller.api("GET", "/nodes/node-1/jobs", null).text("/items/0/execution"))
        .isEqualTo(id.value());
    assertThat(controller.api("GET", "/devices/node-1/jobs", null).text("/items/0/node/status"))
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void anIdempotencyKeyMakesOneOfTwo() {
    Map<String, Object> order =
        Map.of(
            "template_id", "reboot", "target_type", "device", "target_devices", List.of("node-2"));

    ExecutionId first = executed(order, "Idempotency-Key", "k1");
    ExecutionId second = executed(order, "Idempotency-Key", "k1");

    assertThat(second).isEqualTo(first);
    assertThat(controller.api("GET", "/jobs/executions", null).json().get("items")).hasSize(1);
  }

  @Test
  void aDryRunNamesTheNodes() {
    Answer preview =
        controller.api(
            "POST",
            "/jobs/execute",
            Map.of("document", UNAME, "target_type", "all", "dry_run", true));

    assertThat(preview.status()).isEqualTo(200);
    assertThat(preview.json().get("targets")).hasSize(2);
    assertThat(controller.api("GET", "/jobs/executions", null).json().get("items")).isEmpty();
  }

  @Test
  void cancelThenRetry() {
    ExecutionId id = executed(Map.of("document", UNAME, "target_type", "all"));
    node("node-1").runs(id, NodeStatus.SUCCEEDED, "x");
    assertThat(controller.api("POST", "/jobs/executions/" + id + "/retry", Map.of()).status())
        .isEqualTo(409);

    Answer canceled =
        controller.api("POST", "/jobs/executions/" + id + "/cancel", Map.of("reason", "no need"));
    assertThat(canceled.status()).isEqualTo(202);
    assertThat(canceled.text("/status")).isEqualTo("CANCELED");
    Answer again = controller.api("POST", "/jobs/executions/" + id + "/retry", Map.of());

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("/retryOf")).isEqualTo(id.value());
    assertThat(again.text("/nodes")).isEqualTo("1");
    assertThat(controller.api("GET", "/activity", null).http().body())
        .contains("job cancel")
        .contains("no need");
  }

  @Test
  void whatIsWrongIsNamedByItsPlace() {
    Map<String, Object> teleport =
        Map.of(
            "version",
            "1.0",
            "steps",
            List.of(Map.of("name", "a", "type", "teleport", "input", Map.of())));

    assertThat(
            controller
                .api("POST", "/jobs/execute", Map.of("document", teleport, "target_type", "all"))
                .http()
                .body())
        .contains("document.steps[0].type");
    assertThat(
            controller
                .api(
                    "POST",
                    "/jobs/execute",
                    Map.of("template_id", "restart-service", "target_type", "all"))
                .http()
                .body())
        .contains("parameters.cell is missing");
    assertThat(
            controller
                .api("POST", "/jobs/execute", Map.of("document", UNAME, "target_type", "device"))
                .http()
                .body())
        .contains("target_devices");
    assertThat(controller.api("GET", "/jobs/executions/nothing", null).status()).isEqualTo(404);
  }

  @Test
  void templatesAreMadeReplacedAndDeletedUnderTheirState() {
    Map<String, Object> wanted = Map.of("name", "look", "description", "looks", "document", UNAME);
    Answer made = controller.api("POST", "/jobs/templates", wanted);
    assertThat(made.status()).isEqualTo(201);
    String etag = made.header("ETag");
    assertThat(controller.api("POST", "/jobs/templates", wanted).status()).isEqualTo(409);
    Map<String, Object> other = Map.of("description", "looks again", "document", UNAME);
    assertThat(controller.api("PUT", "/jobs/templates/look", other, "If-Match", etag).status())
        .isEqualTo(200);
    assertThat(controller.api("PUT", "/jobs/templates/look", other, "If-Match", etag).status())
        .isEqualTo(412);
    assertThat(controller.api("GET", "/jobs/templates/look", null).status()).isEqualTo(200);
    assertThat(controller.api("DELETE", "/jobs/templates/look", null).status()).isEqualTo(204);
    assertThat(controller.api("GET", "/jobs/templates/look", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/jobs/templates", null).json().get("items")).hasSize(7);
    assertThat(controller.api("GET", "/jobs/schema", null).text("/title"))
        .isEqualTo("Fleetman job document");
  }
}
