package io.fleetman.controller.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a program was answered. */
public record Answer(HttpResponse<String> http) {
  /** The status of HTTP. */
  public int status() {
    return http.statusCode();
  }

  /** The body, which is JSON. */
  public JsonNode json() {
    return Json.read("the answer", http.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
  }

  /** A text in the body, by its path: {@code /items/0/name}. */
  public String text(String pointer) {
    return json().at(pointer).asText();
  }

  /** A header; empty if it is missing. */
  public String header(String name) {
    return Optional.of(http.headers()).flatMap(h -> h.firstValue(name)).orElse("");
  }
}
