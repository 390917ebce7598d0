package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LineOptionTest {
  @TempDir Path folder = Path.of("");

  @Test
  void treesAreKeptOnlyWhereTheirLinesAreShown() {
    TestFleet given = new TestFleet(folder);
    given.web();
    given.sealed("1", Map.of("a", "1"));
    List<PublishRequest> requests =
        List.of(new PublishRequest(given.cell("node-1/web"), new Version("1"), false, null));

    for (String[] args : new String[][] {{}, {"--diff"}}) {
      LineOption lines = CommandLine.populateCommand(new LineOption(), args);
      assertThat(lines.previews(new Publisher(given.fleet), requests))
          .singleElement()
          .satisfies(
              previewed -> {
                assertThat(previewed.plan().files()).hasSize(1);
                assertThat(previewed.to()).hasSize(args.length);
              });
    }
  }
}
