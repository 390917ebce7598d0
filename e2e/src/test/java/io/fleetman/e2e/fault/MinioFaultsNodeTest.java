package io.fleetman.e2e.fault;

import io.fleetman.e2e.Rung;
import java.util.List;
import java.util.stream.Stream;

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
