package io.fleetman.e2e.fault;

import io.fleetman.e2e.Rung;
import java.util.List;

class RefusedRequestsNodeTest extends StoreFaultsTest {
  RefusedRequestsNodeTest() {
    super("refused-requests", Rung.EMBEDDED);
  }

  @Override
  List<String> faults() {
    return REQUESTS;
  }
}
