package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentCommandsTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void twoVersions() {
    cli = TestCli.withFleet(folder);
    cli.run("new", "hello", "--example");
    cli.run("apply", "-f", "hello/fleetman.yaml");
    cli.run("upload", "hello", "1", "hello");
    cli.run("seal", "hello", "1");
    cli.write("extra/conf.txt", "more");
    cli.run("upload", "hello", "2", "hello", "extra");
  }

  @Test
  void versionsAreListedShownAndComparedFileByFile() {
    assertThat(cli.run("deployment", "list").out())
        .containsPattern("hello +1 +sealed +1 ")
        .containsPattern("hello +2 +draft +2 ");
    assertThat(cli.run("deployment", "show", "hello", "2").out()).contains("it can be sealed");
    assertThat(cli.run("deployment", "files", "hello", "2").out()).contains("conf.txt");
    TestCli.Run diff = cli.run("deployment", "diff", "hello", "1", "2");
    assertThat(diff.out()).contains("+  conf.txt").contains("1 file unchanged");
    assertThat(cli.run("deployment", "diff", "hello", "1", "2", "-o", "json").json().get("files"))
        .hasSize(1);
  }

  @Test
  void aDraftThatCannotBeSealedSaysWhy() {
    cli.run("upload", "hello", "3", "extra");

    assertThat(cli.run("deployment", "show", "hello", "3").out())
        .contains("it cannot be sealed yet:")
        .contains("there is no file 'bin/hello'");
  }

  @Test
  void theRecycleBinIsFilledEmptiedAndTakenFrom() {
    assertThat(cli.run("deployment", "recycle", "hello", "1").out())
        .contains("hello 1 is in the recycle bin");
    assertThat(cli.run("deployment", "list", "--recycled").out()).contains("recycled");
    assertThat(cli.run("deployment", "restore", "hello", "1").code()).isZero();
    assertThat(cli.run("deployment", "list", "--recycled").out())
        .contains("the recycle bin is empty");
    assertThat(cli.run("deployment", "purge", "hello", "1", "--yes").code()).isEqualTo(2);
    cli.run("deployment", "recycle", "hello", "1");
    assertThat(cli.run("deployment", "purge", "--all", "--dry-run").out())
        .contains("would be purged:");
    assertThat(cli.run("deployment", "purge", "--all").code()).isEqualTo(2);
    assertThat(cli.run("deployment", "purge", "--all", "--yes").out())
        .contains("1 deployment purged, 1 object deleted");
    assertThat(cli.run("deployment", "list").out()).doesNotContainPattern("hello +1 ");
    assertThat(cli.run("deployment", "purge").code()).isEqualTo(2);
  }

  @Test
  void aVersionIsClonedAndDownloaded() {
    assertThat(cli.run("deployment", "clone", "hello", "1", "4").out())
        .contains("draft hello 4 has 1 file of 1");
    assertThat(cli.run("deployment", "clone", "hello", "1", "4").code()).isEqualTo(4);

    TestCli.Run all = cli.run("deployment", "download", "hello", "2", "--to", "all.tar.gz");
    assertThat(all.code()).as(all.err()).isZero();
    assertThat(folder.resolve("all.tar.gz")).isNotEmptyFile();
    assertThat(cli.run("deployment", "download", "hello", "2", "conf.txt", "--to", "c").code())
        .isZero();
    assertThat(folder.resolve("c")).hasContent("more");
    assertThat(cli.run("deployment", "download", "hello", "2", "--to", "c").err())
        .contains("is there already");
    assertThat(cli.run("deployment", "download", "hello", "2", "--to", "all.rar").err())
        .contains("ends in .tar.gz, .tgz or .zip");
    assertThat(folder.toFile().list()).noneMatch(f -> f.endsWith(".part"));
  }
}
