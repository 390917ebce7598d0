package io.fleetman.e2e.fault;

import io.fleetman.e2e.Rung;
import java.util.List;

class BrokenAnswersNodeTest extends StoreFaultsTest {
  BrokenAnswersNodeTest() {
    super("broken-answers", Rung.EMBEDDED);
  }

  @Override
  List<String> faults() {
    return ANSWERS;
  }
}
