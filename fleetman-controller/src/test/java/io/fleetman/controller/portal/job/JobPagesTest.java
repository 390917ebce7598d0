package io.fleetman.controller.portal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobCare;
import io.fleetman.controller.job.JobPruner;
import io.fleetman.controller.job.TestNode;
import io.fleetman.controller.web.TestController;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.NodeId;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class JobPagesTest {
  private static final Pattern ID = Pattern.compile("/jobs/executions/([a-z0-9-]+)");
  private final TestController controller = new TestController();

  @BeforeEach
  void twoNodes() {
    node("node-1").reports(Map.of("region", "eu"), "web");
    node("node-2").reports(Map.of("region", "us"));
    long end = System.nanoTime() + 120_000_000_000L;
    while (!page("/nodes").body().contains("node-2")) {
      assertThat(System.nanoTime()).as("the controller sees its nodes").isLessThan(end);
    }
  }

  @AfterEach
  void close() {
    controller.close();
  }

  private TestNode node(String name) {
    return new TestNode(controller.memory, InstantSource.system(), name);
  }

  private HttpResponse<String> page(String path) {
    HttpResponse<String> page = controller.get("/b/main" + path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page;
  }

  private ExecutionId ran(Map<String, String> form) {
    HttpResponse<String> sent = controller.post("/b/main/jobs/run", form);
    assertThat(sent.statusCode()).as(sent.body()).isIn(200, 303);
    Matcher id = ID.matcher(sent.headers().firstValue("Location").orElse(sent.uri() + sent.body()));
    assertThat(id.find()).isTrue();
    return new ExecutionId(id.group(1));
  }

  @Test
  void aScriptIsPreviewedRunFollowedAndRetried() {
    String preview =
        controller
            .post(
                "/b/main/jobs/run",
                Map.of("do", "preview", "script", "uname", "selector", "region=eu", "key", "k"))
            .body();
    assertThat(preview).contains("Would run on 1 node").contains("node-1").contains("uname");
    ExecutionId id = ran(Map.of("do", "run", "script", "uname", "all", "1", "key", "k2"));
    assertThat(ran(Map.of("do", "run", "script", "uname", "all", "1", "key", "k2"))).isEqualTo(id);

    node("node-1").runs(id, NodeStatus.SUCCEEDED, "Linux\n");
    node("node-2").begins(id);
    node("node-2").writes(id, 0, Stream.ERR, "\u001b[31mbad\u001b[0m <b>\n");
    String shown = page("/jobs/executions/" + id).body();
    assertThat(shown)
        .contains("node-1: Succeeded, exit code 0")
        .contains("node-2: In progress")
        .contains("1 succeeded")
        .contains("data-live");
    String log = page("/jobs/executions/" + id + "/nodes/node-2").body();
    assertThat(log)
        .contains("<span class=\"ansi-1\">bad</span>")
        .contains("&lt;b&gt;")
        .contains("line-err")
        .contains("Cancel here");
    assertThat(page("/jobs/executions/" + id + "/nodes/node-2?q=good").body())
        .contains("No line matches");
    assertThat(page("/jobs/executions/" + id + "/nodes/node-2?q=AD+%3Cb").body())
        .contains("b<mark class=\"ansi-1\">ad</mark>".replace("b<mark", "<mark"))
        .contains("<mark class=\"\"> &lt;b</mark>&gt;")
        .contains("1 line found");
    node("node-2").ends(id, NodeStatus.FAILED, 1, null);

    String ended = page("/jobs/executions/" + id).body();
    assertThat(ended).contains("Retry the failed ones").contains("exited with 3");
    HttpResponse<String> retried =
        controller.post("/b/main/jobs/executions/" + id + "/retry", Map.of());
    assertThat(retried.body() + retried.headers().map()).contains("/jobs/executions/");
    assertThat(page("/jobs").body()).contains("1 succeeded, 1 failed").contains("1 queued");
    assertThat(page("/jobs?status=failed").body()).doesNotContain("1 queued");
    assertThat(page("/nodes/node-2/jobs").body()).contains("Failed");
    assertThat(page("/jobs/run?again=" + id).body()).contains("uname");
  }

  @Test
  void cancelClosesWhatHasNotBegun() {
    ExecutionId id = ran(Map.of("do", "run", "script", "uname", "all", "1", "key", "k"));

    controller.post("/b/main/jobs/executions/" + id + "/nodes/node-1/cancel", Map.of());
    assertThat(page("/jobs/executions/" + id).body()).contains("node-1: Canceled");
    controller.post("/b/main/jobs/executions/" + id + "/cancel", Map.of());

    assertThat(page("/jobs/executions/" + id).body())
        .contains("node-2: Canceled")
        .contains("Run again");
  }

  @Test
  void whatIsWrongInTheFormIsShownBesideIt() {
    HttpResponse<String> sent =
        controller.post(
            "/b/main/jobs/run",
            Map.of("do", "run", "concurrent", "many", "selector", "a b", "key", "k"));

    assertThat(sent.statusCode()).isEqualTo(422);
    assertThat(sent.body()).contains("is no label selector");
    assertThat(
            controller
                .post(
                    "/b/main/jobs/run",
                    Map.of(
                        "do", "run",
                        "template", "restart-service",
                        "param.cell", "a;b",
                        "all", "1",
                        "key", "k"))
                .body())
        .contains("does not match");
    assertThat(page("/jobs").body()).contains("No job was run yet");
  }

  @Test
  void eachFieldOfThePolicyIsRefusedInItsPlaceAndTheWholeIsACommand() {
    String sent =
        controller
            .post(
                "/b/main/jobs/run",
                Map.of(
                    "do",
                    "preview",
                    "script",
                    "uname",
                    "all",
                    "1",
                    "key",
                    "k",
                    "notBefore",
                    "soon",
                    "backoff",
                    "1x",
                    "outputLimit",
                    "lots",
                    "retries",
                    "many"))
            .body();
    assertThat(place(sent, "notBefore")).contains("no time with its zone");
    assertThat(place(sent, "backoff")).contains("is not a duration");
    assertThat(place(sent, "outputLimit")).contains("is not a size");
    assertThat(place(sent, "retries")).contains("is no whole number");
    String range =
        controller
            .post(
                "/b/main/jobs/run",
                Map.of("do", "run", "script", "uname", "all", "1", "key", "k", "expire", "60d"))
            .body();
    assertThat(place(range, "expire")).contains("must be from 1s to 30d, not 60d");
    String again =
        controller
            .post(
                "/b/main/jobs/run",
                Map.of(
                    "do",
                    "preview",
                    "script",
                    "uname -a",
                    "selector",
                    "region=eu",
                    "key",
                    "k",
                    "notBefore",
                    "2099-01-01 00:00Z",
                    "backoff",
                    "1m",
                    "outputLimit",
                    "100M"))
            .body();
    assertThat(again)
        .contains("Would run on 1 node")
        .contains(
            "fleetman run -l region=eu --backoff 1m --not-before &#39;2099-01-01 00:00Z&#39;"
                + " --output-limit 100M --expire 1d -- sh -c &#39;uname -a&#39;");
    assertThat(page("/jobs").body()).contains("No job was run yet");
  }

  private static String place(String page, String field) {
    String about = "<div id=\"about-field-" + field + "\">";
    assertThat(page).contains(about);
    return page.substring(page.indexOf(about), page.indexOf("</div>", page.indexOf(about)));
  }

  @Test
  void runAgainIsTheSameDocumentNodesAndPolicy() {
    controller.post(
        "/b/main/jobs/templates/new",
        Map.of(
            "name",
            "mine",
            "document",
            """
            version: "1.0"
            parameters: {word: {default: usual}, key: {secret: true}}
            steps:
              - {name: a, type: runCommand, input: {command: [echo, "{{ params.word }}"]}}
              - {name: b, type: runCommand, input: {command: [uname]}}
            """));
    ExecutionId id =
        ran(
            Map.of(
                "do",
                "run",
                "template",
                "mine",
                "param.word",
                "",
                "param.key",
                "hidden",
                "nodes",
                "node-1",
                "retries",
                "2",
                "outputLimit",
                "5M",
                "key",
                "k"));
    String document =
        "version: 1.0\nsteps: [{name: c, type: runCommand, input: {command: [date]}}]";
    controller.post(
        "/b/main/jobs/templates/mine", Map.of("name", "mine", "seen", "1", "document", document));

    String again = page("/jobs/run?again=" + id).body();
    assertThat(again)
        .contains("value=\"execution " + id + "\" selected")
        .contains("value=\"5M\"")
        .contains("value=\"node-1\"")
        .doesNotContain("s3cr3t");
    String refused =
        controller
            .post(
                "/b/main/jobs/run",
                Map.of(
                    "do",
                    "run",
                    "template",
                    "execution " + id,
                    "param.word",
                    "x",
                    "nodes",
                    "node-1",
                    "key",
                    "k2"))
            .body();
    assertThat(refused).contains("key is missing: it has no default");
    ExecutionId second =
        ran(
            Map.of(
                "do",
                "run",
                "template",
                "execution " + id,
                "param.word",
                "x",
                "param.key",
                "y",
                "nodes",
                "node-1",
                "key",
                "k3"));
    assertThat(page("/jobs/executions/" + second).body()).contains("params.word");
  }

  @Test
  void fiveHundredNodesAreOnOnePage() {
    for (int i = 0; i < 500; i++) {
      node("many-%03d".formatted(i)).reports(Map.of("pool", "many"));
    }
    long begun = System.nanoTime();
    while (!controller
        .post(
            "/b/main/jobs/run",
            Map.of("do", "preview", "script", "x", "selector", "pool=many", "key", "k"))
        .body()
        .contains("Would run on 500 nodes")) {
      assertThat(System.nanoTime() - begun).isLessThan(240_000_000_000L);
    }
    ExecutionId id = ran(Map.of("do", "run", "script", "x", "selector", "pool=many", "key", "k2"));
    for (int i = 0; i < 500; i++) {
      node("many-%03d".formatted(i))
          .runs(id, i % 50 == 0 ? NodeStatus.FAILED : NodeStatus.SUCCEEDED, "same\n");
    }

    String shown = page("/jobs/executions/" + id).body();
    assertThat(shown).contains("490 succeeded, 10 failed").contains("many-499");
    assertThat(Pattern.compile("class=\"job-cell ").matcher(shown).results().count())
        .isEqualTo(500);
  }

  @Test
  void whatOneNodeSpoiledHidesNothingOfTheOthers() {
    ExecutionId id = ran(Map.of("do", "run", "script", "uname", "all", "1", "key", "k"));
    node("node-1").runs(id, NodeStatus.SUCCEEDED, "Linux\n");
    node("node-2").begins(id);
    controller.memory.plant(JobKeys.verdict(id, new NodeId("node-2"), 1), "{\"kind\": \"odd\"}");
    String other = "20261121t094512-087-7f3a9c01be44";
    controller.memory.plant(JobKeys.execution(new ExecutionId(other)), "{\"kind\": \"future\"}");

    assertThat(page("/jobs/executions/" + id).body())
        .contains("node-1: Succeeded")
        .contains("node-2: Failed")
        .contains("cannot be read");
    assertThat(page("/jobs").body()).contains(id.value(), other + "/job.json", "--unreadable");
    assertThat(page("/nodes/node-1/jobs").body()).contains("Succeeded");
    assertThat(controller.api("GET", "/jobs/executions", null).status()).isEqualTo(200);
    Executions executions = new Executions(controller.fleet());
    JobCare care = new JobCare(executions, new JobPruner(controller.fleet(), executions));
    care.settle();
    care.prune(0, null, "all of them");
    assertThat(executions.ids()).extracting(ExecutionId::value).contains(other);
    assertThat(executions.find(id)).isEmpty();
  }
}
