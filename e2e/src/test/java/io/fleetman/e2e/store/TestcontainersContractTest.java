package io.fleetman.e2e.store;

import io.fleetman.e2e.Rung;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.MinIOContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** MinIO's own last release as a container, where a Docker engine answers. */
class TestcontainersContractTest extends S3Contract {
  private static final String BUCKET = "fleet";
  private static @Nullable MinIOContainer minio;

  @BeforeAll
  static void start() {
    Rung.TESTCONTAINERS.check();
    // its If-Match on a missing key is right from September 2025 on
    MinIOContainer container = new MinIOContainer("minio/minio:RELEASE.2025-09-07T16-13-09Z");
    container.start();
    minio = container;
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(container.getS3URL()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(container.getUserName(), container.getPassword())))
            .build()) {
      client.createBucket(r -> r.bucket(BUCKET));
    }
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.stop();
    }
  }

  @Override
  protected Endpoint endpoint() {
    MinIOContainer running = minio;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return new Endpoint(
        URI.create(running.getS3URL()),
        "us-east-1",
        BUCKET,
        running.getUserName(),
        running.getPassword());
  }

  @Override
  protected String rung() {
    return Rung.TESTCONTAINERS.label();
  }
}
