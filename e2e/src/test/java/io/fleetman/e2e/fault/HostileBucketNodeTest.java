package io.fleetman.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Sha256;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket whose documents name places outside a cell's folder, and an agent that is root. */
class HostileBucketNodeTest extends FaultyStoreTest {
  private static final String HELLO = "hello\n";

  private int version;

  HostileBucketNodeTest() {
    super("hostile-bucket", Rung.EMBEDDED);
  }

  @AfterEach
  void nothingIsWrittenOutside() {
    assertThat(node().run("find / -xdev -name 'owned*' -not -path '/proc/*' -not -path '/tmp/*'"))
        .as("what the bucket named outside of the cell's folder")
        .isEmpty();
  }

  @ParameterizedTest(name = "invariant 13: a mark that names {0} is refused")
  @ValueSource(
      strings = {
        "../owned",
        "/etc/owned",
        "a/../../../etc/owned",
        "a//owned",
        "./owned",
        "..\\\\owned",
        "a/\\u0000/owned",
        "owned/"
      })
  void invariant13_aMarkThatNamesAPathOutsideIsRefused(String path) {
    String mark = mark(path, "{\"profile\": \"deploy\"}");

    assertThat(refused("hostile", mark)).contains("path");
  }

  @ParameterizedTest(name = "invariant 13: a definition whose {0} is outside is refused")
  @CsvSource({
    "data, ../../../etc/owned",
    "data, /etc/owned",
    "logs, ../../../../etc/shadow",
    "logs, /etc/shadow"
  })
  void invariant13_aDefinitionThatNamesAFolderOutsideIsRefused(String field, String path) {
    String spec = "{\"profile\": \"deploy\", \"%s\": [\"%s\"]}".formatted(field, path);

    assertThat(refused("hostile", mark("good.txt", spec))).isNotBlank();
  }

  @ParameterizedTest(name = "invariant 13: a trigger for version {0} is refused")
  @ValueSource(strings = {"../../../../etc/owned", "..", "a/b"})
  void invariant13_aTriggerThatNamesAPathIsRefused(String named) {
    CellRef cell = cell("trigger");
    put("cells/" + cell + "/trigger.json", "{\"version\": \"" + named + "\"}");
    ring();

    Fleet.await(
        "REJECTED", () -> fleet().status(cell).filter(s -> s.state() == CellState.REJECTED));
  }

  @Test
  void invariant13_aRewrittenListLeadsNowhere() {
    broken(
        3,
        Rule.on(new Fault.Rewritten("/steady/", "/%2e%2e%2f%2e%2e%2fowned/"), Kind.LIST).times(3));
    broken(3, Rule.on(new Fault.Rewritten("/steady/", "/../../owned/"), Kind.LIST).times(3));
    healed();

    String good = mark("good.txt", "{\"profile\": \"deploy\"}");
    publish("hostile", good);
    Fleet.await("the agent goes on", () -> ended("hostile").filter(s -> s.state().isSuccess()));
  }

  @Test
  void invariant13_aLinkThatAServiceLeftLeadsNowhere() {
    String spec = "{\"profile\": \"deploy\", \"data\": [\"data\"]}";
    publish("links", mark("good.txt", spec));
    Fleet.await("the first", () -> ended("links").filter(s -> s.state().isSuccess()));
    // What a service may do in what is its own: its data folder becomes a link to another place.
    node()
        .run(
            "cd /opt/fleetman/links && d=$(readlink -f current/data) && rmdir $d && ln -s /etc $d");

    publish("links", mark("data/owned", spec));
    Fleet.await("an end of the second", () -> ended("links"));

    publish("links", mark("data/../good.txt", spec));
    Fleet.await("an end of the third", () -> ended("links"));
  }

  private CellRef cell(String name) {
    return new CellRef(node().id(), new CellId(name));
  }

  /** A mark of the next version, written by hand, of one file. */
  private String mark(String path, String spec) {
    version++;
    return """
    {"kind": "snapshot", "node": "%s", "cell": "CELL", "manifest": "hostile", "version": "%d",
     "spec": %s,
     "files": {"%s": {"key": "by-hand/bytes", "size": %d, "sha256": "%s"}}}
    """
        .formatted(
            node().id(),
            version,
            spec,
            path,
            HELLO.length(),
            Sha256.of(HELLO.getBytes(StandardCharsets.UTF_8)));
  }

  private String refused(String name, String mark) {
    publish(name, mark);
    CellStatus status = Fleet.await("an end of version " + version, () -> ended(name));
    assertThat(status.state().isSuccess()).isFalse();
    return String.valueOf(status.reason());
  }

  private Optional<CellStatus> ended(String name) {
    return fleet()
        .status(cell(name))
        .filter(s -> s.state().isEnd())
        .filter(s -> String.valueOf(s.version()).equals(Integer.toString(version)));
  }

  private void publish(String name, String mark) {
    CellRef cell = cell(name);
    put("by-hand/bytes", HELLO);
    put("cells/%s/versions/%d/manifest.json".formatted(cell, version), mark.replace("CELL", name));
    put("cells/%s/trigger.json".formatted(cell), "{\"version\": \"%d\"}".formatted(version));
    ring();
  }

  private void ring() {
    put("doorbells/" + node().id(), "again " + System.nanoTime());
  }

  private void put(String key, String text) {
    fleet()
        .documents()
        .objects()
        .put(key, text.getBytes(StandardCharsets.UTF_8), Precondition.NONE);
  }
}
