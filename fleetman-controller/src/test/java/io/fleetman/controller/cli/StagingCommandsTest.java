package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingCommandsTest {
  @TempDir Path folder;

  @Test
  void filesArePickedFromStagingIntoADraftWithoutBeingSentAgain() {
    TestCli cli = TestCli.withFleet(folder);
    cli.write("things/jre/java", "a runtime");
    cli.write("things/motd", "hello");
    assertThat(cli.run("staging", "list").out()).contains("staging is empty");
    assertThat(cli.run("staging", "put", "things").out())
        .contains("2 files")
        .contains("in staging");
    assertThat(cli.run("staging", "list", "jre").out()).contains("jre/java").doesNotContain("motd");

    TestCli.Run upload = cli.run("upload", "web", "1", "jre", "--from-staging");

    assertThat(upload.code()).as(upload.err()).isZero();
    assertThat(upload.out()).contains("0 sent").contains("1 copied within the store");
    assertThat(cli.run("staging", "remove", "jre").code()).isEqualTo(2);
    assertThat(cli.run("staging", "remove", "jre", "--yes").out()).contains("1 file removed");
    assertThat(cli.run("deployment", "download", "web", "1", "jre/java", "--to", "j").code())
        .isZero();
    assertThat(folder.resolve("j")).hasContent("a runtime");
    assertThat(cli.run("upload", "web", "1", "../x", "--from-staging").code()).isEqualTo(2);
    assertThat(cli.run("upload", "web", "1", "nope", "--from-staging").err())
        .contains("'nope' is not in staging");
  }
}
