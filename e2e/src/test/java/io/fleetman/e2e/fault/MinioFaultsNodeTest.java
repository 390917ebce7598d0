package io.fleetman.e2e.fault;

import io.fleetman.e2e.Rung;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(
    named = "fleetman.exhaustive",
    matches = "true",
    disabledReason = "the same faults as on the embedded store; -Pexhaustive runs it")
class MinioFaultsNodeTest extends StoreFaultsTest {
  MinioFaultsNodeTest() {
    super("faults-minio", Rung.MINIO);
  }

  // The proxy makes most faults without the store; these reach it.
  @Override
  List<String> faults() {
    return FULL
        ? Stream.of(REQUESTS, ANSWERS).flatMap(List::stream).toList()
        : List.of("lost", "late:1s", "cut", "stale");
  }
}
