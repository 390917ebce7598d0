package io.fleetman.e2e.store;

import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * A store that tests may fill.
 *
 * @param url where it is
 * @param region to sign for
 * @param bucket that exists
 * @param accessKey that may do everything in it
 * @param secretKey of the access key
 */
public record Endpoint(URI url, String region, String bucket, String accessKey, String secretKey) {
  /** The one that {@code FLEETMAN_TEST_<NAME>_*} name. */
  public static Endpoint fromEnvironment(String name) {
    return new Endpoint(
        URI.create(variable(name, "ENDPOINT")),
        variable(name, "REGION"),
        variable(name, "BUCKET"),
        variable(name, "ACCESS_KEY"),
        variable(name, "SECRET_KEY"));
  }

  /** An embedded store, with a bucket made in it. */
  public static Endpoint of(EmbeddedStore store) {
    store.createBucket("fleet");
    return new Endpoint(
        store.endpoint(), EmbeddedStore.REGION, "fleet", store.accessKey(), store.secretKey());
  }

  Endpoint withSecret(String secret) {
    return new Endpoint(url, region, bucket, accessKey, secret);
  }

  Endpoint withBucket(String other) {
    return new Endpoint(url, region, other, accessKey, secretKey);
  }

  /** As a configuration file would hold it. */
  public StorageSettings settings(String prefix) {
    return new StorageSettings(
        url, region, bucket, prefix, null, accessKey, secretKey, Duration.ofSeconds(20), 3);
  }

  private static String variable(String name, String field) {
    String variable = "FLEETMAN_TEST_" + name + "_" + field;
    return Objects.requireNonNull(System.getenv(variable), variable + " is not set");
  }
}
