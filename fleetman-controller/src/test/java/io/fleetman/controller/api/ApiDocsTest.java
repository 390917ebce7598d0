package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.web.TestController;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples in docs/api.md do what they say. */
@Timeout(120)
class ApiDocsTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```sh\n(.*?)```");

  @TempDir Path folder;

  @Test
  void everyExampleRuns() throws IOException, InterruptedException {
    String text = Files.readString(Path.of("..", "docs", "api.md"));
    List<String> examples = EXAMPLE.matcher(text).results().map(m -> m.group(1)).toList();
    assertThat(examples).hasSizeGreaterThan(5);
    try (TestController controller = new TestController()) {
      controller.signedIn("ada");
      String token = controller.token("ada");
      while (controller.api("GET", "/me", null).status() == 401) {
        Thread.onSpinWait();
      }
      for (String example : examples) {
        ProcessBuilder bash =
            new ProcessBuilder("bash", "-euo", "pipefail", "-c", example)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        bash.environment().put("FLEETMAN", controller.url("").toString());
        bash.environment().put("TOKEN", token);
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(example + "\n" + said).isZero();
      }
    }
  }
}
