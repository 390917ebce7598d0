package io.fleetman.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The signature is the one that the SDK makes. */
class SigV4Test {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:10Z");
  private static final String HOST = "store.example:9000";

  private final SigV4 ours = new SigV4("eu-central-1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cells/n/c/status.json",
        "with space.txt",
        "plus+and%20percent%.txt",
        "ünïcode/漢字/🚀.txt",
        "a=b&c?d#e;f,g:h@i$j!k'l(m)n*.txt",
        "<angle> \"quote\" [bracket] {brace} ^`|~.txt",
        "dots.../..a/b..c"
      })
  void anyKey(String key) {
    String path = "/fleet/" + SigV4.encoded(key, true);
    for (String token : new @Nullable String[] {null, "a/token+of=some=="}) {
      assertThat(
              ours.sign(
                      new SigV4.Keys("access", "secret", token),
                      NOW,
                      "GET",
                      path,
                      "",
                      Map.of("host", HOST),
                      SigV4.NO_BODY)
                  .get("authorization"))
          .isEqualTo(bySdk(path, token));
    }
  }

  private static String bySdk(String path, @Nullable String token) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://" + HOST + path))
            .build();
    AwsCredentialsIdentity identity =
        token == null
            ? AwsCredentialsIdentity.create("access", "secret")
            : AwsSessionCredentialsIdentity.create("access", "secret", token);
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(identity)
                    .request(request)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
        .request()
        .firstMatchingHeader("Authorization")
        .orElseThrow();
  }
}
