package io.fleetman.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.codec.Json;
import java.util.Map;

/** Policies of jobs for tests. */
public final class Policies {
  private Policies() {}

  /** The default one but for these fields, as documents have them. */
  public static JobPolicy with(Map<String, Object> fields) {
    return Json.read("a policy", Json.line(fields).getBytes(UTF_8), JobPolicy.class);
  }
}
