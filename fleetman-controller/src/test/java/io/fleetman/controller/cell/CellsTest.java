package io.fleetman.controller.cell;

import static io.fleetman.controller.support.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.Json;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.CellDocument;
import io.fleetman.document.FileType;
import io.fleetman.document.NodeReport;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  private static final ManifestId WEB = new ManifestId("web");
  private static final CellRef CELL = CellRef.parse("node-1/web");

  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);
  private Cells cells = new Cells(given.fleet);

  @BeforeEach
  void aManifest() {
    given = new TestFleet(temp);
    cells = new Cells(given.fleet);
    given.web();
  }

  private Mapped map(String ref, String... variables) {
    SortedMap<String, String> map = new TreeMap<>();
    for (String variable : variables) {
      map.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
    }
    return cells.map(CellRef.parse(ref), WEB, map, null);
  }

  @Test
  void aCellIsMappedChangedAndLeftAlone() {
    Mapped made = map("node-1/web");
    assertThat(made.change()).isEqualTo(Mapped.Change.CREATED);
    Mapped changed = map("node-1/web", "port=81");
    assertThat(changed.change()).isEqualTo(Mapped.Change.CHANGED);
    assertThat(changed.cell().uid()).isEqualTo(made.cell().uid());
    given.memory.forgetRequests();
    assertThat(map("node-1/web", "port=81").change()).isEqualTo(Mapped.Change.UNCHANGED);
    assertThat(given.memory.count(Request.Kind.PUT)).isZero();
  }

  @Test
  void whoeverNamesOneCellIsNotKeptFromItByAnother() {
    map("node-1/web");
    given.memory.plant(Keys.cell(CellRef.parse("node-2/web")), "{");
    given.memory.forgetRequests();

    assertThat(cells.select(CellSelector.of(CELL)))
        .extracting(CellDocument::ref)
        .containsExactly(CELL);
    assertThat(given.memory.count(Request.Kind.LIST)).isZero();
    assertThatThrownBy(() -> cells.select(CellSelector.of(CellRef.parse("node-3/web"))))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("there is no cell node-3/web");
  }

  @Test
  void aNameThatIsAnotherManifestsIsRefused() {
    map("node-1/web");
    assertThatThrownBy(() -> cells.map(CELL, new ManifestId("db"), new TreeMap<>(), null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("runs manifest web, not db");
  }

  @Test
  void invariant8ACellThatIsMadeAgainHasAUidOfItsOwn() {
    String uid = map("node-1/web").cell().uid();
    var _ = new Commands(given.fleet).remove(CELL, null);
    assertThat(cells.list()).isEmpty();
    assertThatThrownBy(() -> cells.get(CELL)).isInstanceOf(Refusal.NotFound.class);

    Mapped again = map("node-1/web");

    assertThat(again.change()).isEqualTo(Mapped.Change.RECREATED);
    assertThat(again.cell().uid()).isNotEqualTo(uid);
  }

  @Test
  void invariant6AChangeBySomebodyElseIsNotOverwritten() {
    map("node-1/web");
    given.justBefore(
        request(Request.Kind.PUT, "cell.json"),
        () -> {
          var _ =
              new Cells(given.other())
                  .map(CELL, WEB, new TreeMap<>(Map.of("port", "theirs")), null);
        });
    assertThatThrownBy(() -> map("node-1/web", "port=mine")).isInstanceOf(Refusal.Conflict.class);
    assertThat(cells.get(CELL).variables()).containsEntry("port", "theirs");
  }

  private List<String> selected(List<String> names, String manifest, String... labels) {
    return cells
        .select(CellSelector.parse(names, manifest.isEmpty() ? null : manifest, List.of(labels)))
        .stream()
        .map(CellDocument::ref)
        .map(CellRef::toString)
        .toList();
  }

  @Test
  void cellsAreSelectedByNameManifestAndLabel() {
    map("node-1/web");
    map("node-2/web");
    map("node-2/other");
    report("node-1", Map.of("zone", "a"));
    report("node-2", Map.of("zone", "b", "tier", "x"));

    assertThat(selected(List.of("node-1/web"), "")).containsExactly("node-1/web");
    assertThat(selected(List.of("web"), "")).containsExactly("node-1/web", "node-2/web");
    assertThat(selected(List.of(), "web"))
        .containsExactly("node-1/web", "node-2/other", "node-2/web");
    assertThat(selected(List.of(), "", "zone=b")).containsExactly("node-2/other", "node-2/web");
    assertThat(selected(List.of("web"), "", "zone=b", "tier=x")).containsExactly("node-2/web");
    assertThatThrownBy(() -> selected(List.of("web", "node-9/web"), ""))
        .isInstanceOf(Refusal.NotFound.class)
        .hasMessageContaining("there is no cell node-9/web");
    assertThatThrownBy(() -> selected(List.of(), "", "zone=z"))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> selected(List.of(), "")).hasMessageContaining("no cell is named");
  }

  private void report(String node, Map<String, String> labels) {
    NodeReport report =
        new NodeReport(
            new NodeId(node),
            "1",
            node,
            "os",
            "amd64",
            new TreeMap<>(labels),
            new TreeMap<>(),
            List.of(),
            List.of());
    given.memory.plant(Keys.report(new NodeId(node)), Json.write(report));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Node/web", "a/b/c", "../x", "<script>", "/web", "web/"})
  void invariant13NamesThatAreNoneAreRefused(String name) {
    assertThatThrownBy(() -> CellSelector.parse(List.of(name), null, List.of()))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("is not a valid");
  }

  @Test
  void anOverrideIsInstalledAsTheRulesSayUnlessTold() {
    var _ =
        given.manifest(
            "{manifest: web, profile: deploy, files: [{path: ., mode: \"0640\"},"
                + " {path: app.conf, type: template, owner: web}]}");
    map("node-1/web");
    Overrides overrides = new Overrides(given.fleet);
    Path file = given.folder(Map.of("mine", "x")).resolve("mine");
    RelativePath path = new RelativePath("app.conf");

    TreeEntry byRules = entry(overrides.set(CELL, path, file, Overrides.Attributes.NONE, null));
    assertThat(byRules.type()).isEqualTo(FileType.TEMPLATE);
    assertThat(byRules.mode()).isEqualTo("0640");
    assertThat(byRules.owner()).isEqualTo("web");

    TreeEntry told =
        entry(
            overrides.set(
                CELL,
                path,
                file,
                new Overrides.Attributes(FileType.BINARY, "root", null, "0600"),
                null));
    assertThat(told.type()).isEqualTo(FileType.BINARY);
    assertThat(told.mode()).isEqualTo("0600");
    assertThat(told.key()).as("bytes are never written twice").isNotEqualTo(byRules.key());
    assertThat(given.memory.text(Objects.requireNonNull(byRules.key()))).isEqualTo("x");

    overrides.remove(CELL, path, null);
    assertThatThrownBy(() -> overrides.remove(CELL, path, null))
        .isInstanceOf(Refusal.NotFound.class);
    assertThatThrownBy(() -> new Overrides.Attributes(null, null, null, "rw"))
        .hasMessageContaining("is not octal");
  }

  private static TreeEntry entry(OverridesDocument overrides) {
    return Objects.requireNonNull(overrides.files().get(new RelativePath("app.conf")));
  }
}
