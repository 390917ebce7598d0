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
    for (String bucket : List.of("a/b", "-b", ".b", "b c", "b%62", "büro", "b".repeat(256))) {
      refused("http://minio:9000", bucket, "")
          .hasMessage(
              "bucket '%s' is no bucket's name: write letters, digits, '.', '_' and '-', at most 255, the first a letter or a digit"
                  .formatted(bucket));
    }
    for (String prefix : List.of("..", "a/../b", "./a", "a/.")) {
      refused("http://minio:9000", "b", prefix)
          .hasMessageStartingWith("prefix '" + prefix + "' has the segment '.")
          .hasMessageEndingWith(": remove it");
    }
    for (String prefix : List.of("a\\b", "a\u0000b", "a\nb", "a\u007f")) {
      refused("http://minio:9000", "b", prefix)
          .hasMessageEndingWith("' has a backslash or a control character: remove it");
    }
    for (String prefix : List.of("/fleet", "fleet/", "a//b", "/")) {
      refused("http://minio:9000", "b", prefix)
          .hasMessageContaining("prefix '" + prefix + "' must not begin or end with '/'");
    }
    assertThatThrownBy(
            () -> StorageSettings.of(null, null, "b", null, null, "key", null, null, null))
        .hasMessageContaining("access_key and secret_key belong together");
    assertThatThrownBy(
            () -> StorageSettings.of(null, null, "b", null, null, null, null, Duration.ZERO, null))
        .hasMessageContaining("request_timeout must be from 1ms to 1h");
  }

  private static AbstractThrowableAssert<?, ?> refused(String url, String bucket, String prefix) {
    return assertThatThrownBy(() -> settings(url, bucket, prefix))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatStoresAllowIsAllowed() {
    for (String bucket : List.of("b", "my-bucket.example", "Old_Bucket", "b".repeat(255))) {
      assertThat(settings("http://minio:9000", bucket, "a/.b/c..d/é").bucket()).isEqualTo(bucket);
    }
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
