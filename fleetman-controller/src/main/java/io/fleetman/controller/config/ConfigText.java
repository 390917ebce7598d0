package io.fleetman.controller.config;

import io.fleetman.codec.Durations;
import io.fleetman.codec.Json;
import io.fleetman.store.StorageSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes configuration as YAML with comments: for this program and for a node's agent. */
public final class ConfigText {
  private ConfigText() {}

  /**
   * {@code controller_config.yaml} with one bucket.
   *
   * @param name of the bucket's entry
   * @param singleWriter see {@link BucketSettings}
   * @param sessionSecret see {@link WebSettings}
   */
  public static String controller(
      String name, StorageSettings storage, boolean singleWriter, String sessionSecret) {
    List<String> lines = new ArrayList<>();
    lines.add("# Fleetman's configuration; controller_config.example.yaml explains every key.");
    lines.add("# It holds keys: keep it to yourself.");
    lines.add("buckets:");
    entry(name, storage, singleWriter).forEach(line -> lines.add("  " + line));
    lines.add("default_bucket: " + quoted(name));
    lines.add("web:");
    lines.add("  # Signs the portal's sessions; the same on every controller of this fleet.");
    lines.add("  session_secret: " + quoted(sessionSecret));
    return String.join("\n", lines) + "\n";
  }

  /** A bucket's entry, with its keys, without indentation. */
  static List<String> entry(String name, StorageSettings storage, boolean singleWriter) {
    List<String> lines = new ArrayList<>();
    lines.add(quoted(name) + ":");
    storage(storage, storage.accessKey(), storage.secretKey())
        .forEach(line -> lines.add("  " + line));
    if (singleWriter) {
      lines.add("  # The store lacks what several writers need: never run two at a time.");
      lines.add("  single_writer: true");
    }
    return lines;
  }

  /**
   * A storage section's lines, without indentation. What has its default is left out.
   *
   * @param accessKey whose key to write; null: none, for the AWS credential chain
   * @param secretKey its secret; null: none
   */
  public static List<String> storage(
      StorageSettings s, @Nullable String accessKey, @Nullable String secretKey) {
    StorageSettings plain =
        StorageSettings.of(s.endpoint(), null, s.bucket(), null, null, null, null, null, null);
    List<String> lines = new ArrayList<>();
    if (s.endpoint() != null) {
      lines.add("endpoint: " + quoted(s.endpoint().toString()));
    }
    lines.add("region: " + quoted(s.region()));
    lines.add("bucket: " + quoted(s.bucket()));
    if (!s.prefix().isEmpty()) {
      lines.add("prefix: " + quoted(s.prefix()));
    }
    if (s.pathStyle() != null) {
      lines.add("path_style: " + s.pathStyle());
    }
    if (accessKey != null && secretKey != null) {
      lines.add("access_key: " + quoted(accessKey));
      lines.add("secret_key: " + quoted(secretKey));
    }
    if (!s.requestTimeout().equals(plain.requestTimeout())) {
      lines.add("request_timeout: " + Durations.format(s.requestTimeout()));
    }
    if (s.retries() != plain.retries()) {
      lines.add("retries: " + s.retries());
    }
    return lines;
  }

  // A JSON string is a YAML string, whatever is in it.
  static String quoted(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9._-]*")
            && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")
        ? text
        : Json.line(text);
  }
}
