package io.fleetman.agent;

import static io.fleetman.agent.ConfiguredAgent.await;
import static io.fleetman.agent.ConfiguredAgent.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running agent is and does on its node, by its configuration. */
class NodeSettingsTest {
  @TempDir Path folder;
  private ConfiguredAgent agent;

  @BeforeEach
  void begin() {
    agent = new ConfiguredAgent(folder);
  }

  @AfterEach
  void end() {
    agent.close();
  }

  @Test
  @EffectOf("node_id")
  void theNodeIsKnownByItsId() throws Exception {
    agent.set("node_id", "blue-7").start().beats(1);
    assertThat(agent.bucket.keys()).contains(Keys.heartbeat(new NodeId("blue-7")));
  }

  @Test
  @EffectOf("labels")
  void labelsAreReportedAndStandForTokens() throws Exception {
    agent.set("labels", Map.of("region", "eu-7")).start();
    agent.deploys("web", "1", Map.of("a.tpl", "in {{ labels.region }}")).ended("web", "1");

    assertThat(await("the report", agent::report).labels()).containsEntry("region", "eu-7");
    assertThat(agent.current("web", "a.tpl")).hasContent("in eu-7");
  }

  @Test
  @EffectOf("state_folder")
  void whatIsRememberedIsInTheStateFolder() throws Exception {
    agent.set("state_folder", agent.at("memory")).start();
    agent.deploys("web", "1", Map.of("a", "1")).ended("web", "1");

    assertThat(folder.resolve("memory/cells/web.json")).exists();
  }

  @Test
  @EffectOf("deploy.target_folder")
  void filesGoIntoTheTargetFolder() throws Exception {
    agent.set("deploy.target_folder", agent.at("files")).start();
    agent.deploys("web", "1", Map.of("a", "1")).ended("web", "1");
    assertThat(folder.resolve("files/web/current/a")).hasContent("1");
  }

  @Test
  @EffectOf("retention.releases")
  void soManyOlderReleasesStayBesideTheActiveAndTheLastHealthyOne() throws Exception {
    agent.set("retention.releases", 1).start();
    deployFive("web");
    assertThat(releases("web")).hasSize(3);

    agent.stop();
    agent.set("retention.releases", 0).start();
    deployFive("other");
    assertThat(releases("other")).hasSize(2);
  }

  private void deployFive(String cell) {
    for (int i = 1; i <= 5; i++) {
      agent.deploys(cell, "" + i, Map.of("a", "" + i)).ended(cell, "" + i);
    }
  }

  private List<Path> releases(String cell) throws Exception {
    try (var all = Files.list(folder.resolve("apps").resolve(cell).resolve("releases"))) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  @Test
  @EffectOf("disk_reserve")
  void aDeployThatWouldTakeTheReserveIsRefused() throws Exception {
    agent.set("disk_reserve", "4000T").start();
    CellStatus status = agent.deploys("web", "1", Map.of("a", "1")).ended("web", "1");
    assertThat(status.state()).isEqualTo(CellState.FAILED);
    assertThat(status.reason()).contains("the disk is too full", "lower disk_reserve");
  }

  @Test
  @EffectOf("log_lines")
  void soManyLinesOfALogAreToldOfWhatFailedAndOfWhatRuns() throws Exception {
    for (int lines : new int[] {5, 50}) {
      String cell = "web-" + lines;
      agent.set("log_lines", lines).start();
      agent.deploys(cell, "1", Map.of(), writing("first", "true")).ended(cell, "1");
      until("its log in the report", () -> told(cell).equals(lastOf("first", lines)));

      CellStatus failed =
          agent.deploys(cell, "2", Map.of(), writing("second", "false")).ended(cell, "2");
      assertThat(failed.state()).isEqualTo(CellState.ROLLED_BACK);
      assertThat(failed.logTail()).startsWith("==> logs/app.log <==").hasSize(lines + 1);
      assertThat(failed.logTail().getLast()).isEqualTo("second 100");
      agent.stop();
    }
  }

  private static Map<String, Object> writing(String word, String check) {
    String line = "for i in $(seq 1 100); do echo " + word + " $i; done >>logs/app.log";
    return Map.of(
        "profile", "deploy",
        "logs", List.of("logs/app.log"),
        "hooks", Map.of("preStart", Map.of("command", line)),
        "health", Map.of("command", check, "within", "1ms", "stableFor", "1ms"));
  }

  private List<String> told(String cell) {
    return agent.report().stream()
        .flatMap(r -> r.cells().stream())
        .filter(c -> c.cell().value().equals(cell))
        .flatMap(c -> c.logTail().stream())
        .toList();
  }

  private static List<String> lastOf(String word, int lines) {
    return java.util.stream.IntStream.rangeClosed(101 - lines, 100)
        .mapToObj(i -> word + " " + i)
        .toList();
  }

  @Test
  @EffectOf("fetch.files")
  void soManyFilesAreFetchedAtTheSameTime() throws Exception {
    Gate gate = new Gate(agent.bucket, 3);
    agent.set("fetch.files", 3).start(gate);
    agent.deploys("web", "1", files(6)).ended("web", "1");
    assertThat(gate.most()).isEqualTo(3);
  }

  @Test
  @EffectOf("fetch.deployments")
  void soManyCellsFetchAtTheSameTime() throws Exception {
    Gate gate = new Gate(agent.bucket, 2);
    agent.set("fetch.deployments", 2).start(gate);
    List<String> cells = List.of("a", "b", "c", "d");
    cells.forEach(cell -> agent.deploys(cell, "1", files(1)));
    cells.forEach(cell -> agent.ended(cell, "1"));
    assertThat(gate.most()).isEqualTo(2);
  }

  private static Map<String, String> files(int count) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      files.put("file-" + i, "content " + i);
    }
    return files;
  }

  /** Answers once so many ask at the same time, and a moment later for those beyond. */
  private static final class Gate extends ForwardingObjectStore {
    private static final long MOMENT_MS = 100;
    private final int wanted;
    private int asking;
    private int most;

    Gate(ObjectStore store, int wanted) {
      super(store);
      this.wanted = wanted;
    }

    @Override
    public ObjectBody open(String key) {
      try {
        enter();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      try {
        return super.open(key);
      } finally {
        leave();
      }
    }

    private synchronized void enter() throws InterruptedException {
      asking++;
      most = Math.max(most, asking);
      notifyAll();
      while (most < wanted) {
        wait();
      }
      long end = System.nanoTime() + MOMENT_MS * 1_000_000;
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000)); // whoever may ask beside these does
      }
    }

    synchronized int most() {
      return most;
    }

    private synchronized void leave() {
      asking--;
    }
  }

  @Test
  @EffectOf("single_writer")
  void aStoreThatIgnoresConditionsIsUsedOnlyOnTheOperatorsWord() throws Exception {
    LawlessStore lawless = new LawlessStore(agent.bucket);
    agent.deploys("web", "1", Map.of("a", "1")).start(lawless).beats(4);
    assertThat(agent.heartbeat().orElseThrow().problem()).contains("single_writer: true");
    assertThat(agent.polls()).isZero();
    assertThat(folder.resolve("apps/web")).doesNotExist();

    agent.stop();
    agent.set("single_writer", true).start(lawless);
    assertThat(agent.ended("web", "1").state()).isEqualTo(CellState.DEPLOYED);
  }
}
