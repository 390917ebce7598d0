package io.fleetman.controller.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleetman.controller.fleet.FleetView;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PerViewTest {
  private final PerView<String, Integer> lists = new PerView<>();
  private final AtomicInteger worked = new AtomicInteger();

  @Test
  void aListIsWorkedOutOnceForAllWhoLook() {
    FleetView fleet = fleet();

    assertEquals(1, asked("eu", fleet, "a"));
    assertEquals(1, asked("eu", fleet, "a"));
    assertEquals(2, asked("eu", fleet, "b"));
  }

  @Test
  void aFleetThatWasReadAnewIsWorkedOutAnewEvenIfItIsAsBefore() {
    assertEquals(1, asked("eu", fleet(), "a"));
    assertEquals(2, asked("eu", fleet(), "a"));
  }

  @Test
  void twoBucketsDoNotPushEachOtherOut() {
    FleetView eu = fleet();
    FleetView us = fleet();

    assertEquals(1, asked("eu", eu, "a"));
    assertEquals(2, asked("us", us, "a"));
    assertEquals(1, asked("eu", eu, "a"));
    assertEquals(2, asked("us", us, "a"));
  }

  @Test
  void whoeverThinksUpThousandsOfFiltersFillsNoMemory() {
    FleetView fleet = fleet();
    for (int i = 0; i < 1_000; i++) {
      asked("eu", fleet, "filter " + i);
    }

    assertEquals(1, asked("eu", fleet, "filter 0"), "the first ones are kept");
    assertEquals(1_001, asked("eu", fleet, "filter 999"), "the last ones are worked out each time");
  }

  private int asked(String bucket, FleetView fleet, String filter) {
    return lists.get(bucket, fleet, filter, worked::incrementAndGet).view();
  }

  private static FleetView fleet() {
    return new FleetView(null, List.of(), List.of());
  }
}
