package io.fleetman.e2e.store;

import io.fleetman.e2e.Rung;
import org.junit.jupiter.api.BeforeAll;

class CephContractTest extends S3Contract {
  @BeforeAll
  static void rungIsThere() {
    Rung.CEPH.check();
  }

  @Override
  protected Endpoint endpoint() {
    return Endpoint.fromEnvironment("CEPH");
  }

  @Override
  protected String rung() {
    return Rung.CEPH.label();
  }
}
