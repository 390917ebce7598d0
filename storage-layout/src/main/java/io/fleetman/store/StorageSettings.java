package io.fleetman.store;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a fleet's bucket is and how to talk to it, as both configuration files hold it.
 *
 * @param endpoint the store's URL; null: AWS's own for the region
 * @param region AWS's name; {@code us-east-1} where the store does not care
 * @param bucket its name
 * @param prefix the fleet's folder in the bucket, without slashes at its ends; empty: the whole
 *     bucket
 * @param pathStyle {@code endpoint/bucket/key} rather than {@code bucket.endpoint/key}; by default
 *     true for an endpoint of one's own
 * @param accessKey null: the default AWS credential chain
 * @param secretKey null: the default AWS credential chain
 * @param requestTimeout the limit of one attempt of a request with a small body
 * @param retries how often a request is tried again that may be
 */
public record StorageSettings(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    @Nullable Boolean pathStyle,
    @Nullable String accessKey,
    @Nullable String secretKey,
    Duration requestTimeout,
    int retries) {
  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException if something is missing or contradicts itself
   */
  public StorageSettings {
    region = region == null ? "us-east-1" : region;
    prefix = prefix == null ? "" : prefix;
    requestTimeout = requestTimeout == null ? Duration.ofSeconds(10) : requestTimeout;
    retries = retries == 0 ? 3 : retries;
    if (bucket == null || bucket.isBlank()) {
      throw new IllegalArgumentException(
          "bucket is missing: name the bucket that the fleet lives in");
    }
    if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.contains("//")) {
      throw new IllegalArgumentException(
          "prefix '" + prefix + "' must not begin or end with '/', or have an empty segment");
    }
    if ((accessKey == null) != (secretKey == null)) {
      throw new IllegalArgumentException(
          "accessKey and secretKey belong together: give both, or neither for the AWS credential"
              + " chain");
    }
    if (endpoint != null && (endpoint.getHost() == null || endpoint.getScheme() == null)) {
      throw new IllegalArgumentException(
          "endpoint '" + endpoint + "' is not a URL: write it like http://minio.example:9000");
    }
  }

  /** Whether to address the bucket in the path. */
  public boolean usePathStyle() {
    return Objects.requireNonNullElse(pathStyle, endpoint != null);
  }

  @Override
  public String toString() {
    return (endpoint == null ? "aws:" + region : endpoint)
        + "/"
        + bucket
        + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
