package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.access.Users;
import io.fleetman.controller.portal.Scene;
import io.fleetman.layout.UserId;
import io.fleetman.store.FaultyObjectStore.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of error, once for each resource at least, as the description has it. */
@Timeout(300)
class ErrorsTest {
  /** Resources for which two states can be in each other's way; the rest is refused as invalid. */
  private static final Set<String> CONFLICTS =
      Set.of("Deployments", "Staging", "Manifests", "Storage", "Jobs");

  // Who changes users must be one; AccessResourcesTest is, and is told 409 and 412.
  private static final String SIGNED_IN = "Access";

  // A store that fails leaves the fleet as it was last known, marked with its age.
  private static final String LAST_KNOWN = "Fleet";

  @TempDir Path folder;
  private final TestController controller = new TestController();
  private final Map<String, Set<String>> reached = new TreeMap<>();

  @AfterEach
  void close() {
    controller.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void aFleet() {
    new Scene(controller.fleet(), controller.memory, folder)
        .web()
        .sealed("1", Map.of("app.conf", "one\n"))
        .node("node-1", Map.of("zone", "a"))
        .cell("node-1/web");
    controller.memory.plant("notes/a.txt", "a");
    String template = "{\"name\": \"mine\", \"document\": " + DOCUMENT + "}";
    assertThat(controller.api("POST", "/jobs/templates", bytes(template)).status()).isEqualTo(201);
    assertThat(
            controller
                .api("PUT", "/resource-profiles/small", Map.of("limits", Map.of("tasks", 9)))
                .status())
        .isEqualTo(201);
    assertThat(controller.api("PUT", "/staging/file?path=a", bytes("a")).status()).isEqualTo(200);
  }

  private static final String DOCUMENT =
      "{\"version\": \"1.0\", \"steps\": [{\"action\": {\"name\": \"x\", \"type\":"
          + " \"runCommand\", \"input\": {\"command\": \"echo,x\"}}}]}";

  private static final Map<String, String> NAMES =
      Map.of(
          "node", "node-1",
          "cell", "web",
          "manifest", "web",
          "version", "1",
          "template", "mine",
          "name", "small",
          "revision", "1");

  /** An operation's path with names of what there is, and what it must be told in the query. */
  private static String path(String operation) {
    String path = operation.split(" ", 2)[1];
    for (var name : NAMES.entrySet()) {
      path = path.replace("{" + name.getKey() + "}", name.getValue());
    }
    return path.replaceAll("\\{[a-z]+}", "none")
        + "?path=app.conf&key=notes/a.txt&name=a.tar&with=1&from=1&to=1";
  }

  private Description described() {
    return controller.description();
  }

  private Answer reach(
      String operation, String more, @Nullable Object body, String word, String... headers) {
    String method = operation.split(" ", 2)[0];
    Answer answer = controller.api(method, path(operation) + more, body, headers);
    assertThat(answer.status()).as(operation + more).isBetween(400, 599).isNotEqualTo(500);
    assertThat(answer.header("Content-Type")).as(operation).isEqualTo("application/problem+json");
    if (answer.text("/type").equals("urn:fleetman:problem:" + word)) {
      reached.computeIfAbsent(described().tag(operation), _ -> new TreeSet<>()).add(word);
    }
    return answer;
  }

  private Set<String> having(String parameter) {
    Set<String> all = new TreeSet<>(described().operations());
    all.removeIf(o -> !described().parameters(o).contains(parameter));
    return all;
  }

  private Set<String> changing() {
    Set<String> all = new TreeSet<>(described().operations());
    all.removeIf(o -> o.startsWith("GET "));
    return all;
  }

  /** Addresses of one of something, that can be looked at and need not be told what more. */
  private Set<String> ofOne() {
    Set<String> all = new TreeSet<>();
    for (String operation : described().operations()) {
      if (operation.startsWith("GET ") && operation.endsWith("}")) {
        all.add(operation.substring(4));
      }
    }
    return all;
  }

  private Set<String> withJson() {
    Set<String> all = changing();
    all.removeIf(o -> !described().body(o).has("application/json"));
    return all;
  }

  @Test
  void everyResourceAnswersEachKindOfErrorAsDescribed() {
    aFleet();
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (String operation : described().operations()) {
      if (!described().tag(operation).equals(LAST_KNOWN)) {
        want(wanted, operation, "store");
      }
      want(wanted, operation, "sign-in");
    }
    for (String operation : changing()) {
      want(wanted, operation, "not-allowed");
      reach(operation, "", null, "not-allowed", "Origin", "https://evil.example");
    }
    for (String operation : having("bucket")) {
      want(wanted, operation, "not-found");
      reach(operation, "&bucket=nope", null, "not-found");
    }
    for (String operation : having("limit")) {
      want(wanted, operation, "invalid");
      for (String limit : List.of("0", "-1", "1001", "99999999999999999999", "x", "1e3")) {
        assertThat(reach(operation, "&limit=" + limit, null, "invalid").text("/errors/0/field"))
            .as(operation + " " + limit)
            .isEqualTo("limit");
      }
    }
    for (String operation : described().operations()) {
      want(wanted, operation, "http");
      reach(operation, "", bytes("x"), "http", "Content-Encoding", "gzip");
    }
    for (String operation : ofOne()) {
      Answer nothing = controller.api("GET", operation.replaceAll("\\{[a-z]+}", "none"), null);
      assertThat(nothing.status()).as(operation).isEqualTo(404);
      assertThat(nothing.text("/type")).as(operation).endsWith(":not-found");
    }
    for (String operation : withJson()) {
      want(wanted, operation, "invalid");
      for (String body : List.of("{", "[]", "null", "{\"nobody knows\": 1}", "\u0000")) {
        reach(operation, "", bytes(body), "invalid");
      }
    }
    Map<String, Object> nothing = Map.of("prefix", "none/", "expected", 0);
    assertThat(
            controller
                .api("POST", "/storage/deletions", nothing, "Idempotency-Key", "taken")
                .status())
        .isEqualTo(200);
    for (String operation : having("idempotencyKey")) {
      want(wanted, operation, "key-reused");
      reach(operation, "", bytes("{}"), "key-reused", "Idempotency-Key", "taken");
      reach(operation, "", bytes("{}"), "invalid", "Idempotency-Key", "x".repeat(201));
    }
    for (String operation : having("ifMatch")) {
      if (!described().tag(operation).equals(SIGNED_IN)) {
        want(wanted, operation, "changed");
      }
      reach(operation, "", body(operation), "changed", "If-Match", "\"another\"");
      reach(operation, "", body(operation), "invalid", "If-Match", "another");
    }
    conflicts();
    CONFLICTS.forEach(tag -> wanted.computeIfAbsent(tag, _ -> new TreeSet<>()).add("conflict"));

    controller.store.always(r -> true, Fault.DENIED);
    for (String operation : described().operations()) {
      if (!operation.equals("GET /events")) {
        tryAll(operation, "store");
      }
    }
    controller.store.heal();
    var _ = new Users(controller.fleet()).add(new UserId("ada"), TestController.PASSWORD, null);
    awaitUsers();
    for (String operation : described().operations()) {
      assertThat(reach(operation, "", null, "sign-in").status()).as(operation).isEqualTo(401);
    }

    wanted.forEach(
        (tag, words) -> assertThat(reached.getOrDefault(tag, Set.of())).as(tag).containsAll(words));
  }

  private void want(Map<String, Set<String>> wanted, String operation, String word) {
    wanted.computeIfAbsent(described().tag(operation), _ -> new TreeSet<>()).add(word);
  }

  private void conflicts() {
    conflict("POST /deployments", "/deployments", Map.of("manifest", "web", "version", "1"));
    conflict(
        "POST /manifests/{manifest}/duplicate", "/manifests/web/duplicate", Map.of("to", "web"));
    conflict("PUT /storage/object", "/storage/object?key=notes/a.txt", bytes("b"));
    conflict(
        "PUT /resource-profiles/{name}",
        "/resource-profiles/small",
        Map.of("limits", Map.of("tasks", 8)),
        "If-None-Match",
        "*");
    conflict("PUT /staging/file", "/staging/file?path=a", bytes("b"), "If-None-Match", "*");
    conflict(
        "POST /jobs/templates",
        "/jobs/templates",
        bytes("{\"name\": \"mine\", \"document\": " + DOCUMENT + "}"));
  }

  private void conflict(String operation, String path, Object body, String... headers) {
    Answer answer = controller.api(operation.split(" ", 2)[0], path, body, headers);
    assertThat(answer.status()).as(operation + ": " + answer.http().body()).isEqualTo(409);
    reached.computeIfAbsent(described().tag(operation), _ -> new TreeSet<>()).add("conflict");
  }

  private void tryAll(String operation, String word) {
    String method = operation.split(" ", 2)[0];
    boolean reads = method.equals("GET") || method.equals("DELETE");
    Answer answer = controller.api(method, path(operation), reads ? null : body(operation));
    assertThat(answer.status()).as(operation).isNotEqualTo(500);
    if (answer.status() >= 400 && answer.text("/type").endsWith(":" + word)) {
      reached.computeIfAbsent(described().tag(operation), _ -> new TreeSet<>()).add(word);
    }
  }

  /** Something that the operation could take. */
  private Object body(String operation) {
    return switch (operation) {
      case "PUT /cells/{node}/{cell}/definition" -> Map.of("manifest", "web");
      case "PUT /manifests/{manifest}" ->
          Map.of("yaml", "{manifest: web, profile: deploy, description: other}");
      case "PUT /resource-profiles/{name}" -> Map.of("limits", Map.of("tasks", 7));
      case "PUT /jobs/templates/{template}" -> bytes("{\"document\": " + DOCUMENT + "}");
      case "POST /publishes", "POST /publish-previews" ->
          Map.of("version", "1", "cells", List.of("node-1/web"));
      case "POST /storage/deletions" -> Map.of("prefix", "notes/", "expected", 1);
      case "POST /tokens" -> Map.of("name", "x", "lifetime", "1d");
      case "POST /users" -> Map.of("name", "eve", "password", TestController.PASSWORD);
      default -> described().body(operation).has("application/json") ? Map.of() : bytes("x");
    };
  }

  private void awaitUsers() {
    long end = System.nanoTime() + 60_000_000_000L;
    while (controller.api("GET", "/me", null).status() != 401) {
      assertThat(System.nanoTime()).as("its users are known").isLessThan(end);
    }
  }
}
