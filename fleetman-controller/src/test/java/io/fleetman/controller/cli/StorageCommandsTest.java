package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageCommandsTest {
  @TempDir Path folder;

  @Test
  void keysAreListedShownWrittenAndDeletedAsTheyAre() {
    TestCli cli = TestCli.withFleet(folder);
    cli.write("a.txt", "one");
    assertThat(cli.run("storage", "list").out()).contains("fleet.json", "The fleet itself");
    assertThat(cli.run("storage", "put", "a.txt", "notes/a.txt").code()).isZero();
    assertThat(cli.run("storage", "show", "notes/a.txt").out()).isEqualTo("one");
    cli.write("a.txt", "two");
    assertThat(cli.run("storage", "put", "a.txt", "notes/a.txt").err())
        .contains("there is an object notes/a.txt already");
    assertThat(cli.run("storage", "put", "a.txt", "notes/a.txt", "--replace").code()).isZero();
    assertThat(cli.run("storage", "show", "notes/a.txt").out()).isEqualTo("two");
    assertThat(cli.run("storage", "put", "a.txt", "notes/../x").code()).isEqualTo(2);
    assertThat(cli.run("storage", "delete", "--recursive", "notes/", "--dry-run").out())
        .contains("1 object would be deleted");
    assertThat(cli.run("storage", "delete", "--recursive", "notes/", "--yes").out())
        .contains("1 object deleted");
    assertThat(cli.run("storage", "show", "notes/a.txt").err())
        .contains("there is no object notes/a.txt");
    assertThat(cli.run("storage", "delete", "notes/a.txt", "--yes").code()).isNotZero();
    assertThat(cli.run("activity").out()).contains("storage put", "storage delete");
  }
}
