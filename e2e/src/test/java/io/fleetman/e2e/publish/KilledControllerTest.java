package io.fleetman.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.document.TriggerDocument;
import io.fleetman.e2e.Rung;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.e2e.fleet.Portal;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.store.GetResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two controllers on one bucket, as processes; one is killed with -9 in the middle of a publish
 * that was begun there. The other shows the truth, and finishes it.
 */
@Timeout(600)
class KilledControllerTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");
  private static final String NODES = "node-1/web,node-2/web,node-3/web";

  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @Test
  @DisplayName("invariants 2, 3, 7: what a killed controller left another one shows and finishes")
  void theOtherControllerShowsWhatIsTrueAndFinishesIt() {
    Rung.EMBEDDED.require();
    try (http;
        Fleet fleet = Fleet.init(folder);
        Portal other = fleet.controller(Map.of())) {
      Bucket bucket =
          new Bucket(FleetGate.open(fleet.documents(), Clock.systemUTC(), "test@e2e"), folder);
      bucket.manifest();
      List<CellRef> cells = List.of(NODES.split(",")).stream().map(bucket::cell).toList();

      bucket.sealed("1", Bucket.content("1"));
      String first = begunAndKilled(fleet, other, KillPoint.PUBLISH_COPYING, 2, "1", 2);
      assertThat(bucket.committed(unfinished(bucket, cells, first)))
          .as("a version without its mark does not exist")
          .isEmpty();
      JsonNode finished = json(other, "POST", "/api/v1/publishes/" + first + "/finish", "");
      assertThat(finished.path("id").asText()).isEqualTo(first);
      assertFinished(bucket, other, cells, first, "1", 1);

      bucket.sealed("2", Bucket.content("2"));
      String second = begunAndKilled(fleet, other, KillPoint.PUBLISH_MARKED, 1, "2", 2);
      String page = "/b/main/publishes/" + second;
      assertThat(text(other, page)).contains("It was begun and not gone through to its end");
      finishOnThePage(other, page);
      assertFinished(bucket, other, cells, second, "2", 2);
      assertThat(text(other, page)).doesNotContain("not gone through to its end");

      bucket.assertRepairLeavesNothingBehind();
    }
  }

  /**
   * Begins a publish on a controller of its own that is held at a step of one cell, while the
   * others are told; kills it there. The other controller says so before and after.
   */
  private String begunAndKilled(
      Fleet fleet, Portal other, KillPoint point, int times, String version, int told) {
    String word = point.word();
    try (Portal doomed = fleet.controller(Map.of(KillPoints.VARIABLE, word + ":" + times))) {
      String cells = "[\"" + NODES.replace(",", "\",\"") + "\"]";
      String body = "{\"version\":\"" + version + "\",\"cells\":" + cells + "}";
      JsonNode begun = json(doomed, "POST", "/api/v1/publishes", body);
      String id = begun.path("id").asText();
      Fleet.await("held at " + word, () -> found(doomed.said().contains("held at " + word)));
      awaitStages(other, id, Map.of("waiting", told, "not-told", 3 - told));
      doomed.kill();
      JsonNode left = json(other, "GET", "/api/v1/publishes/" + id, null);
      assertThat(left.path("told").asBoolean()).as("gone through to its end").isFalse();
      assertThat(left.path("done").asBoolean()).isFalse();
      awaitStages(other, id, Map.of("waiting", told, "not-told", 3 - told));
      JsonNode operation = json(other, "GET", "/api/v1/operations/" + id, null);
      assertThat(operation.path("state").asText()).isIn("running", "interrupted");
      return id;
    }
  }

  private static CellRef unfinished(Bucket bucket, List<CellRef> cells, String id) {
    List<CellRef> left =
        cells.stream()
            .filter(c -> bucket.trigger(c).map(t -> !t.recent().contains(id)).orElse(true))
            .toList();
    assertThat(left).as("cells that were not told").hasSize(1);
    return left.getFirst();
  }

  private void assertFinished(
      Bucket bucket, Portal other, List<CellRef> cells, String id, String version, int sequence) {
    Fleet.await(
        "the end of publish " + id,
        () -> found(json(other, "GET", "/api/v1/publishes/" + id, null).path("told").asBoolean()));
    awaitStages(other, id, Map.of("waiting", 3));
    Fleet.await(
        "the operation's end",
        () ->
            found(
                json(other, "GET", "/api/v1/operations/" + id, null)
                    .path("state")
                    .asText()
                    .equals("succeeded")));
    for (CellRef cell : cells) {
      TriggerDocument trigger = bucket.trigger(cell).orElseThrow();
      assertThat(trigger.id()).isEqualTo(id);
      assertThat(trigger.sequence()).as("told once: " + cell).isEqualTo(sequence);
      assertThat(String.valueOf(trigger.version())).isEqualTo(version);
      bucket.assertWhole(cell);
      assertThat(bucket.fleet().objects().get(Keys.doorbell(cell.node())))
          .as("its doorbell rang")
          .isInstanceOf(GetResult.Found.class);
    }
  }

  private void awaitStages(Portal other, String id, Map<String, Integer> wanted) {
    Fleet.await(
        "cells of " + id + " that are " + wanted,
        () -> {
          Map<String, Integer> stages = new TreeMap<>();
          json(other, "GET", "/api/v1/publishes/" + id, null)
              .path("cells")
              .forEach(c -> stages.merge(c.path("stage").asText(), 1, Integer::sum));
          return found(stages.equals(wanted));
        });
  }

  private static Optional<Boolean> found(boolean is) {
    return is ? Optional.of(true) : Optional.empty();
  }

  private void finishOnThePage(Portal other, String page) {
    Matcher token = TOKEN.matcher(text(other, page));
    assertThat(token.find()).isTrue();
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(other.address().resolve(page + "/finish"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "_token=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.uri().getPath()).isEqualTo(page);
  }

  private JsonNode json(Portal portal, String method, String path, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(portal, path));
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<String> answer = send(request.header("Content-Type", "application/json").build());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return Json.read(path, answer.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  private String text(Portal portal, String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(at(portal, path)).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static URI at(Portal portal, String path) {
    return portal.address().resolve(path);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
