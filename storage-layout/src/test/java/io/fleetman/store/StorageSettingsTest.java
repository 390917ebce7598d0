package io.fleetman.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {
  @Test
  void whatIsWrongIsNamedWithTheFix() {
    refused("http://me:pass@minio:9000", "b", "")
        .hasMessage("endpoint must not hold a user or a password: use access_key and secret_key");
    for (String url : List.of("minio:9000", "ftp://minio:9000", "http:///b")) {
      refused(url, "b", "")
          .hasMessage(
              "endpoint '%s' is not a URL: write it like http://minio.example:9000".formatted(url));
    }
    refused("http://minio:9000", " ", "")
        .hasMessage("bucket is missing: name the bucket that the fleet lives in");
    for (String prefix : List.of("/fleet", "fleet/", "a//b")) {
      refused("http://minio:9000", "b", prefix)
          .hasMessageContaining("prefix '" + prefix + "' must not begin or end with '/'");
    }
    assertThatThrownBy(
            () -> StorageSettings.of(null, null, "b", null, null, "key", null, null, null))
        .hasMessageContaining("access_key and secret_key belong together");
    assertThatThrownBy(
            () -> StorageSettings.of(null, null, "b", null, null, null, null, Duration.ZERO, null))
        .hasMessageContaining("request_timeout must be longer than nothing");
  }

  private static AbstractThrowableAssert<?, ?> refused(String url, String bucket, String prefix) {
    return assertThatThrownBy(() -> settings(url, bucket, prefix))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTextOfItShowsWhereButNoSecret() {
    assertThat(settings("http://minio:9000", "b", "fleet"))
        .hasToString("http://minio:9000/b/fleet");
  }

  private static StorageSettings settings(String url, String bucket, String prefix) {
    return StorageSettings.of(
        URI.create(url), null, bucket, prefix, null, "key", "hush-hush", null, null);
  }
}
