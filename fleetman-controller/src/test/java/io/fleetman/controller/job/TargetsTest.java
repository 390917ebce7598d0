package io.fleetman.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.layout.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  @TempDir Path temp = Path.of("");
  private TestFleet given = new TestFleet(temp);

  @BeforeEach
  void fourNodesOfWhichOneIsDead() {
    given = new TestFleet(temp);
    node("d").reports(Map.of("region", "eu"));
    given.clock.advance(Duration.ofHours(1));
    node("a").reports(Map.of("region", "eu", "gpu", "", "disk", "ssd"), "web");
    node("b").reports(Map.of("region", "eu", "disk", "hdd"), "web", "db");
    node("c").reports(Map.of("region", "us"));
  }

  private TestNode node(String name) {
    return new TestNode(given.memory, given.clock, name);
  }

  private Targets.Preview preview(Targets targets) {
    return targets.preview(new FleetReader(given.fleet).read());
  }

  private static Targets selected(String... selectors) {
    return new Targets(List.of(), List.of(selectors), false, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region=eu | a b",
        "region=eu,gpu | a",
        "region=eu, disk!=hdd | a",
        "disk!=hdd | a c",
        "!disk | c",
        "gpu | a",
        "region!=eu | c",
        "cell=web | a b",
        "cell=web,cell!=db | a",
        "cell=db | b",
        "region=none | ''",
      })
  void aSelectorSelects(String selector, String nodes) {
    assertThat(
            String.join(
                " ", preview(selected(selector)).nodes().stream().map(NodeId::value).toList()))
        .isEqualTo(nodes);
  }

  @Test
  void severalSelectorsMustAllMatch() {
    assertThat(preview(selected("region=eu", "disk=hdd")).nodes()).containsExactly(new NodeId("b"));
  }

  @Test
  void deadNodesAreLeftOutUnlessAskedForOrNamed() {
    Targets.Preview all = preview(new Targets(List.of(), List.of(), true, false));

    assertThat(all.nodes()).extracting(NodeId::value).containsExactly("a", "b", "c");
    assertThat(all.leftOut()).extracting(t -> t.node().value()).containsExactly("d");
    assertThat(preview(new Targets(List.of(), List.of(), true, true)).chosen())
        .anySatisfy(
            t -> {
              assertThat(t.node().value()).isEqualTo("d");
              assertThat(t.quiet()).isTrue();
            });
    assertThat(preview(Targets.of(List.of(new NodeId("d")))).nodes())
        .containsExactly(new NodeId("d"));
  }

  @Test
  void aNodeThatNobodyKnowsIsATypingMistake() {
    assertThatThrownBy(() -> preview(Targets.of(List.of(new NodeId("e")))))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("there is no node e");
  }

  @Test
  void nothingSaidIsNotEveryNode() {
    assertThatThrownBy(() -> preview(Targets.of(List.of())))
        .hasMessageContaining("no node is named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=eu", "region==", "!region=eu", "a b", "region=eu,,gpu"})
  void whatIsNoSelectorIsNamed(String selector) {
    if (selector.equals("region==")) {
      assertThat(preview(selected(selector)).nodes()).isEmpty(); // the value "="
    } else {
      assertThatThrownBy(() -> preview(selected(selector)))
          .hasMessageContaining("is no label selector");
    }
  }
}
