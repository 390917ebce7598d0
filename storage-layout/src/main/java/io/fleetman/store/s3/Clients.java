package io.fleetman.store.s3;

import io.fleetman.store.StorageSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Sets up the SDK so that it works on AWS, MinIO, Ceph and the embedded store alike. */
final class Clients {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private Clients() {}

  static S3Client open(StorageSettings settings, ScheduledExecutorService timers) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.usePathStyle())
            .credentialsProvider(credentials(settings))
            .httpClientBuilder(http(settings))
            .overrideConfiguration(
                o ->
                    o.retryStrategy(r -> r.maxAttempts(1)) // Calls knows what may be sent twice
                        .apiCallTimeout(settings.requestTimeout())
                        .apiCallAttemptTimeout(settings.requestTimeout())
                        .scheduledExecutorService(timers));
    if (settings.endpoint() != null) {
      // Others than AWS know neither trailing checksums nor chunked signatures for sure, and want
      // DeleteObjects with a Content-MD5.
      builder
          .endpointOverride(settings.endpoint())
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
          .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
          .addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  /** The timers of the SDK's limits and of ours. */
  static ScheduledExecutorService timers() {
    ScheduledThreadPoolExecutor timers =
        new ScheduledThreadPoolExecutor(
            2, Thread.ofPlatform().daemon().name("store-timer-", 0).factory());
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  /** Whether no proxy stands between, nor AWS's own rules of which endpoint serves what. */
  static boolean reachedDirectly(@Nullable URI endpoint) {
    return endpoint != null && (isThisMachine(endpoint) || !proxied());
  }

  private static boolean proxied() {
    return System.getenv().keySet().stream()
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).matches("https?_proxy"))
        || System.getProperty("http.proxyHost") != null
        || System.getProperty("https.proxyHost") != null;
  }

  /** How long to wait for a connection. */
  static Duration connectWithin(StorageSettings settings) {
    return min(CONNECT, settings.requestTimeout());
  }

  /** Who signs; a chain is to be asked at each request, for its keys may be temporary. */
  static AwsCredentialsProvider credentials(StorageSettings settings) {
    String access = settings.accessKey();
    String secret = settings.secretKey();
    return access == null || secret == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create(access, secret));
  }

  @SuppressWarnings("deprecation") // the client for Apache 5 is larger, and no better for us
  private static ApacheHttpClient.Builder http(StorageSettings settings) {
    ApacheHttpClient.Builder http =
        ApacheHttpClient.builder()
            .maxConnections(Limits.CONNECTIONS)
            .connectionTimeout(connectWithin(settings))
            .connectionAcquisitionTimeout(settings.requestTimeout())
            .socketTimeout(Limits.STORE_SIDE) // each request has its own limit; this is the last
            .expectContinueEnabled(false) // the SDK asks for it itself where a body is large
            .tcpKeepAlive(true);
    return isThisMachine(settings.endpoint())
        ? http.proxyConfiguration(
            ProxyConfiguration.builder()
                .useEnvironmentVariableValues(false)
                .useSystemPropertyValues(false)
                .build())
        : http;
  }

  // No proxy leads to this machine.
  private static boolean isThisMachine(@Nullable URI endpoint) {
    String host = endpoint == null ? null : endpoint.getHost();
    return host != null
        && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
