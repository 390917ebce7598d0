package io.fleetman.controller.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.fleetman.codec.Durations;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of the configuration, as far as it was filled in: environment variables may fill in the
 * rest, so it is complete only as {@link #storage()}.
 *
 * @param endpoint see {@link StorageSettings}
 * @param region see {@link StorageSettings}
 * @param bucket see {@link StorageSettings}
 * @param prefix see {@link StorageSettings}
 * @param pathStyle see {@link StorageSettings}
 * @param accessKey see {@link StorageSettings}
 * @param secretKey see {@link StorageSettings}
 * @param requestTimeout see {@link StorageSettings}
 * @param retries see {@link StorageSettings}
 * @param singleWriter the operator's word that nobody else writes intent at the same time, so that
 *     a store that fails the probe may be used
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BucketSettings(
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable String bucket,
    @Nullable String prefix,
    @Nullable Boolean pathStyle,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @Nullable Duration requestTimeout,
    @Nullable Integer retries,
    boolean singleWriter) {
  /** Nothing filled in. */
  public static final BucketSettings EMPTY =
      new BucketSettings(null, null, null, null, null, null, null, null, null, false);

  /** With what the environment variables begin that override a single value. */
  static final String PREFIX = "FLEETMAN_";

  /** How they go on, in the order of the fields. */
  static final List<String> VARIABLES =
      List.of(
          "ENDPOINT",
          "REGION",
          "BUCKET",
          "PREFIX",
          "PATH_STYLE",
          "ACCESS_KEY",
          "SECRET_KEY",
          "REQUEST_TIMEOUT",
          "RETRIES");

  /**
   * These settings with the values that {@code FLEETMAN_ENDPOINT} and its like give in their place.
   *
   * @throws ConfigException if a variable's value cannot be understood
   */
  public BucketSettings overriddenBy(Map<String, String> environment) {
    Variables env = new Variables(environment);
    return new BucketSettings(
        env.or("ENDPOINT", StorageSettings::endpoint, endpoint),
        env.or("REGION", Function.identity(), region),
        env.or("BUCKET", Function.identity(), bucket),
        env.or("PREFIX", Function.identity(), prefix),
        env.or("PATH_STYLE", BucketSettings::yesOrNo, pathStyle),
        env.or("ACCESS_KEY", Function.identity(), accessKey),
        env.or("SECRET_KEY", Function.identity(), secretKey),
        env.or("REQUEST_TIMEOUT", Durations::parse, requestTimeout),
        env.or("RETRIES", BucketSettings::wholeNumber, retries),
        singleWriter);
  }

  /**
   * What the store needs to know.
   *
   * @throws IllegalArgumentException if something is missing or contradicts itself
   */
  public StorageSettings storage() {
    return StorageSettings.of(
        endpoint, region, bucket, prefix, pathStyle, accessKey, secretKey, requestTimeout, retries);
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return endpoint + "/" + bucket + "/" + prefix;
  }

  private static Integer wholeNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a whole number", e);
    }
  }

  private static Boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }

  private record Variables(Map<String, String> values) {
    <T> @Nullable T or(String name, Function<String, T> parse, @Nullable T otherwise) {
      String text = values.get(PREFIX + name);
      if (text == null || text.isEmpty()) {
        return otherwise;
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        // The value is not repeated: the next one to look at the terminal need not see a key.
        throw new ConfigException(
            "the environment variable " + PREFIX + name + " cannot be used: " + e.getMessage(), e);
      }
    }
  }
}
