package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.store.DocumentStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationCommandsTest {
  @TempDir Path folder;

  @Test
  void operationsAreListedShownAndCanceled() {
    TestCli cli = TestCli.withFleet(folder);
    assertThat(cli.run("operation", "list").out()).contains("there is no such operation");
    OpenFleet fleet = new OpenFleet(new DocumentStore(cli.store), cli.clock, "controller");
    Run run =
        new Operations(fleet)
            .begin(
                "o1",
                "upload",
                new FleetObject(FleetObject.Kind.DEPLOYMENT, "web 1"),
                Unit.FILES,
                "because");

    assertThat(cli.run("operation", "list").out())
        .contains("o1", "upload", "deployment web 1", "running", "0 files", "controller");
    assertThat(cli.run("operation", "list", "--state", "failed").out())
        .contains("there is no such operation");
    assertThat(cli.run("operation", "list", "--state", "odd").err())
        .contains("--state: write one of running, ");
    assertThat(cli.run("operation", "cancel", "o1", "--dry-run").out())
        .contains("would cancel upload of deployment web 1, which is running");
    TestCli.Run planned = cli.run("operation", "cancel", "o1", "--dry-run", "-o", "json");
    assertThat(planned.json().path("id").asText()).isEqualTo("o1");
    assertThat(planned.json().path("state").asText()).isEqualToIgnoringCase("running");
    assertThat(planned.json().has("cancel")).as("nobody asked for it").isFalse();
    assertThat(cli.run("operation", "cancel", "o1").code()).as("it asks").isEqualTo(2);
    TestCli.Run canceled =
        cli.run("operation", "cancel", "o1", "--yes", "-m", "wrong", "-o", "json");
    assertThat(canceled.json().at("/cancel/reason").asText()).isEqualTo("wrong");
    assertThat(cli.run("operation", "show", "o1").out())
        .contains("running", "asked to stop: by ada@workshop", "wrong");

    run.succeeded(JsonNodeFactory.instance.objectNode().put("uploaded", 3));

    assertThat(cli.run("operation", "show", "o1").out()).contains("succeeded", "\"uploaded\" : 3");
    assertThat(cli.run("operation", "cancel", "o1", "--yes").code()).isEqualTo(4);
    TestCli.Run late = cli.run("operation", "cancel", "o1", "--dry-run");
    assertThat(late.code()).isEqualTo(4);
    assertThat(late.err()).contains("operation o1 succeeded already: there is nothing to cancel");
    assertThat(cli.run("operation", "show", "none").err()).contains("there is no operation none");
  }
}
