package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fleetman.store.FaultyObjectStore.Fault;
import io.fleetman.store.InMemoryObjectStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every operation of the API is tried, and fails as it is described. Comes after all others. */
@Order(Integer.MAX_VALUE)
@Timeout(120)
class OperationsTest {
  // It does not end; CellsApiTest reads from it.
  private static final String STREAM = "GET /events";

  @Test
  void everyOperationWasExercised() {
    assumeFalse(Description.SUCCEEDED.isEmpty(), "only together with the tests of the API");
    try (ControllerServer server = TestController.server(new InMemoryObjectStore(), "127.0.0.1")) {
      Set<String> never = new TreeSet<>(Description.of(server).operations());
      never.removeAll(Description.SUCCEEDED);
      never.remove(STREAM);
      assertThat(never).as("operations that no test has seen succeed").isEmpty();
    }
  }

  @Test
  void everyOperationFailsAsDescribedOverAStoreThatDoes() {
    try (TestController controller = new TestController()) {
      assertThat(controller.api("GET", "/me", null).status()).isEqualTo(200);
      controller.store.always(r -> true, Fault.DENIED);
      for (String operation : controller.operations()) {
        if (operation.equals(STREAM)) {
          continue;
        }
        String[] parts = operation.split(" ", 2);
        String path = parts[1].replaceAll("\\{[a-z]+}", "web-1");
        boolean reads = parts[0].equals("GET") || parts[0].equals("DELETE");
        Answer answer =
            controller.api(parts[0], path + "?key=a&prefix=a/", reads ? null : Map.of());
        assertThat(answer.status()).as(operation).isNotEqualTo(500);
      }
    }
  }
}
