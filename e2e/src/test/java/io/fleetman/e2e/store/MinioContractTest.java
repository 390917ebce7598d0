package io.fleetman.e2e.store;

import io.fleetman.e2e.Rung;
import org.junit.jupiter.api.BeforeAll;

class MinioContractTest extends S3Contract {
  @BeforeAll
  static void rungIsThere() {
    Rung.MINIO.check();
  }

  @Override
  protected Endpoint endpoint() {
    return Endpoint.fromEnvironment("MINIO");
  }

  @Override
  protected String rung() {
    return Rung.MINIO.label();
  }
}
