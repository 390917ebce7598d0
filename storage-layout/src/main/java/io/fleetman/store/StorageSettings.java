package io.fleetman.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a fleet's bucket is and how to talk to it: the section {@code storage} of both
 * configuration files, whose keys are in snake_case.
 *
 * @param endpoint the store's URL; null: AWS's own for the region
 * @param region AWS's name; {@code us-east-1} where the store does not care
 * @param bucket its name: letters, digits, '.', '_' and '-', at most 255
 * @param prefix the fleet's folder in the bucket, without slashes at its ends, empty segments,
 *     {@code .}, {@code ..}, backslashes and control characters; empty: the whole bucket; at most
 *     {@value #MAX_PREFIX_BYTES} bytes, so that every key of a fleet stays within the 1,024 of S3
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
    @JsonProperty("path_style") @Nullable Boolean pathStyle,
    @JsonProperty("access_key") @Nullable String accessKey,
    @JsonProperty("secret_key") @Nullable String secretKey,
    @JsonProperty("request_timeout") Duration requestTimeout,
    int retries) {
  /** What S3's 1,024 bytes of a key leave beside the longest key of a fleet. */
  public static final int MAX_PREFIX_BYTES = 80;

  private static final int DEFAULT_RETRIES = 3;
  private static final Duration LONGEST_REQUEST = Duration.ofHours(1);
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  /**
   * @throws IllegalArgumentException if the values contradict each other
   */
  public StorageSettings {
    if (retries < 0 || retries > 20) {
      throw new IllegalArgumentException("retries must be from 0 to 20, not " + retries);
    }
    if (requestTimeout.toMillis() < 1 || requestTimeout.compareTo(LONGEST_REQUEST) > 0) {
      throw new IllegalArgumentException("request_timeout must be from 1ms to 1h, such as 10s");
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region '%s' is no region's name: write it like us-east-1".formatted(printable(region)));
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "bucket '%s' is no bucket's name: write letters, digits, '.', '_' and '-', at most 255, the first a letter or a digit"
              .formatted(printable(bucket)));
    }
    checkPrefix(prefix);
    int prefixBytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    if (prefixBytes > MAX_PREFIX_BYTES) {
      throw new IllegalArgumentException(
          "prefix is %d bytes long: shorten it to %d, or keys would be longer than the 1024 bytes that S3 allows"
              .formatted(prefixBytes, MAX_PREFIX_BYTES));
    }
    if (empty(accessKey) || empty(secretKey)) {
      throw new IllegalArgumentException(
          "access_key and secret_key must not be empty: give both, or leave both out for the AWS"
              + " credential chain");
    }
    if ((accessKey == null) != (secretKey == null)) {
      throw new IllegalArgumentException(
          "access_key and secret_key belong together: give both, or neither for the AWS credential"
              + " chain");
    }
    if (endpoint != null && endpoint.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "endpoint must not hold a user or a password: use access_key and secret_key");
    }
    if (endpoint != null && !isUrl(endpoint)) {
      throw noUrl("endpoint '" + endpoint + "'", null);
    }
  }

  private static void checkPrefix(String prefix) {
    if (prefix.isEmpty()) {
      return;
    }
    if (prefix.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "prefix '%s' has a backslash or a control character: remove it"
              .formatted(printable(prefix)));
    }
    for (String segment : prefix.split("/", -1)) {
      if (segment.isEmpty()) {
        throw new IllegalArgumentException(
            "prefix '" + prefix + "' must not begin or end with '/', or have an empty segment");
      }
      if (segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            "prefix '%s' has the segment '%s': remove it".formatted(prefix, segment));
      }
    }
  }

  private static boolean empty(@Nullable String key) {
    return key != null && key.isBlank();
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * As a configuration file has it, where anything but the bucket may be left out.
   *
   * @throws IllegalArgumentException if something is missing or contradicts itself
   */
  @JsonCreator
  public static StorageSettings of(
      @JsonProperty("endpoint") @Nullable URI endpoint,
      @JsonProperty("region") @Nullable String region,
      @JsonProperty("bucket") @Nullable String bucket,
      @JsonProperty("prefix") @Nullable String prefix,
      @JsonProperty("path_style") @Nullable Boolean pathStyle,
      @JsonProperty("access_key") @Nullable String accessKey,
      @JsonProperty("secret_key") @Nullable String secretKey,
      @JsonProperty("request_timeout") @Nullable Duration requestTimeout,
      @JsonProperty("retries") @Nullable Integer retries) {
    if (bucket == null || bucket.isBlank()) {
      throw new IllegalArgumentException(
          "bucket is missing: name the bucket that the fleet lives in");
    }
    return new StorageSettings(
        endpoint,
        region == null ? "us-east-1" : region,
        bucket,
        prefix == null ? "" : prefix,
        pathStyle,
        accessKey,
        secretKey,
        requestTimeout == null ? Duration.ofSeconds(10) : requestTimeout,
        retries == null ? DEFAULT_RETRIES : retries);
  }

  /**
   * Reads an endpoint.
   *
   * @throws IllegalArgumentException if it is no URL
   */
  public static URI endpoint(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw noUrl("'" + printable(text) + "'", e);
    }
    if (!isUrl(uri)) {
      throw noUrl("'" + printable(text) + "'", null);
    }
    return uri;
  }

  private static boolean isUrl(URI uri) {
    return uri.getHost() != null
        && uri.getScheme() != null
        && List.of("http", "https").contains(uri.getScheme());
  }

  private static IllegalArgumentException noUrl(String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        what + " is not a URL: write it like http://minio.example:9000", cause);
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
