package io.fleetman.controller.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.web.TestController;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Failure;
import io.fleetman.document.OperationDocument.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OperationPagesTest {
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  private Run begin(String id, String name) {
    return new Operations(controller.fleet())
        .begin(
            id,
            "upload",
            new FleetObject(FleetObject.Kind.DEPLOYMENT, name),
            Unit.FILES,
            "<b>because");
  }

  private String page(String path) {
    var page = controller.get("/b/main" + path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body();
  }

  @Test
  void oneIsReachedFromTheActivityFollowedAndStopped() {
    assertThat(page("/activity")).contains("href=\"/b/main/operations\"");
    assertThat(page("/operations")).contains("No long work lately").doesNotContain("data-live");
    Run run = begin("o1", "web 1");
    run.expects(8);
    run.did(2);
    run.start();
    assertThat(page("/operations")).contains("/operations/o1", "/deployments/web/1", "data-live");
    String shown = page("/operations/o1");
    assertThat(shown)
        .contains("data-live", "Stop it", "fleetman operation cancel o1", "&lt;b&gt;because");

    String asked =
        controller.post("/b/main/operations/o1/cancel", Map.of("reason", "wrong")).body();

    assertThat(asked).contains("It stops before its next step", "wrong").doesNotContain("Stop it<");
    run.canceled(new Failure("urn:x", "It was canceled", 409, "canceled by me: wrong", List.of()));
    assertThat(page("/operations/o1"))
        .contains("It was canceled", "canceled by me: wrong", "2 of 8 files", "value=\"25\"")
        .doesNotContain("data-live");
    assertThat(controller.post("/b/main/operations/o1/cancel", Map.of()).statusCode())
        .isEqualTo(409);
    assertThat(page("/operations?state=canceled")).contains("/operations/o1");
    assertThat(page("/operations?state=running")).contains("No such operation");
    assertThat(controller.get("/b/main/operations/none").statusCode()).isEqualTo(404);
  }
}
