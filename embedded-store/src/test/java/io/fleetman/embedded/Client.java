package io.fleetman.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The AWS SDK against a store, over real HTTP, without retries that would hide an answer. */
final class Client implements AutoCloseable {
  static final String BUCKET = "fleet";

  final S3Client s3;

  @SuppressWarnings("deprecation") // the client that the program itself uses
  Client(URI endpoint, String accessKey, String secretKey) {
    s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.of(EmbeddedStore.REGION))
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .httpClientBuilder(ApacheHttpClient.builder().maxConnections(64))
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .build();
  }

  static Client of(EmbeddedStore store) {
    return new Client(store.endpoint(), store.accessKey(), store.secretKey());
  }

  PutObjectResponse put(String key, String body) {
    return s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(body));
  }

  PutObjectResponse create(String key, String body) {
    return s3.putObject(
        r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(body));
  }

  PutObjectResponse swap(String key, String eTag, String body) {
    return s3.putObject(r -> r.bucket(BUCKET).key(key).ifMatch(eTag), RequestBody.fromString(body));
  }

  String get(String key) {
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asString(UTF_8);
  }

  List<String> keys(String prefix) {
    return s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  void putBytes(String key, byte[] body) {
    s3.putObject(
        PutObjectRequest.builder().bucket(BUCKET).key(key).build(), RequestBody.fromBytes(body));
  }

  /** Lets all racers go at once; how many of them were answered with success. */
  static int winners(List<Callable<?>> racers) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Boolean>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(racers.size())) {
      for (Callable<?> racer : racers) {
        runs.add(
            threads.submit(
                () -> {
                  go.await();
                  try {
                    racer.call();
                    return true;
                  } catch (S3Exception e) {
                    if (e.statusCode() != 412) {
                      throw e;
                    }
                    return false;
                  }
                }));
      }
      go.countDown();
      int won = 0;
      for (Future<Boolean> run : runs) {
        won += run.get() ? 1 : 0;
      }
      return won;
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
