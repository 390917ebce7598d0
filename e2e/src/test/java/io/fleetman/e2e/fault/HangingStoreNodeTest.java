package io.fleetman.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.document.Heartbeat;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.WebService;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.layout.Keys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A store that takes every request and answers none, for five minutes in the full size. */
class HangingStoreNodeTest extends FaultyStoreTest {
  private static final Duration LONG = FULL ? Duration.ofMinutes(5) : Duration.ofSeconds(10);

  HangingStoreNodeTest() {
    super("hanging-store", Rung.EMBEDDED);
  }

  @Test
  void invariant14_aStoreThatHangsIsSaidEverywhereAndAllGoesOnByItself() {
    Map<String, String> throughProxy =
        Map.of(
            "FLEETMAN_ENDPOINT", proxy().url().toString(),
            "FLEETMAN_REQUEST_TIMEOUT", "2s",
            "FLEETMAN_RETRIES", "1");
    Fleet.await(
        "the page",
        () -> Optional.of(fleet().page(throughProxy)).filter(p -> p.contains("steady")));
    String incarnation = heartbeat().incarnation();
    long begun = System.nanoTime();

    broken(5, Rule.onAll(new Fault.Hang()));
    Fleet.await(
        "the agent's words in its journal",
        () ->
            Optional.of(node().run("systemctl status fleetagent --no-pager -n 20 || true"))
                .filter(s -> s.contains("no answer within the time limit")));
    String page =
        Fleet.await(
            "the page that says how old it is",
            () -> Optional.of(fleet().page()).filter(HangingStoreNodeTest::saysItIsOld));
    assertThat(page).as("what was read last is still shown").contains("steady");
    endsWithASentence(fleet().cli(throughProxy, "status"));
    endsWithASentence(fleet().cli(throughProxy, "restart", "hanging-store/steady"));
    lasting(LONG.minusNanos(Math.min(LONG.toNanos(), System.nanoTime() - begun)));
    double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
    assertThat(proxy().faults().met() / seconds)
        .as("requests a second of an agent, a page that is not asked and a command or two")
        .isLessThan(10);
    healed();

    Fleet.await(
        "the agent's word that it is over",
        () -> Optional.of(node().agentLog()).filter(l -> l.contains("no longer, after ")));
    Fleet.await(
        "a page that is new", () -> Optional.of(fleet().page()).filter(p -> !saysItIsOld(p)));
    WebService next = service("after");
    publish(next, "1");
    runs(next.onlyCell(), "1");
    assertThat(heartbeat().incarnation()).as("the same agent").isEqualTo(incarnation);
  }

  // The words stand in every page, hidden until they are true.
  private static boolean saysItIsOld(String page) {
    return page.contains("<div id=\"stale\" class=\"alert alert-warning\" role=\"alert\">");
  }

  private Heartbeat heartbeat() {
    return fleet()
        .documents()
        .read(Keys.heartbeat(node().id()), Heartbeat.class)
        .found()
        .orElseThrow();
  }

  private static void endsWithASentence(RunResult result) {
    assertThat(result.succeeded()).isFalse();
    assertThat(result.err())
        .contains("no answer within the time limit")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
  }
}
