package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestCommandsTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void aManifestOfTwoRevisions() {
    cli = TestCli.withFleet(folder);
    cli.write("p.yaml", "{kind: resourceProfile, name: small, limits: {memory: 64M}}");
    cli.write(
        "a.yaml",
        "{manifest: web, profile: systemd, command: ./run, resourceProfile: small, cells: [{node:"
            + " node-1, id: web}]}");
    cli.write(
        "b.yaml",
        "{manifest: web, profile: systemd, command: ./run --fast, resourceProfile: small, cells:"
            + " [{node: node-1, id: web}]}");
    for (String file : new String[] {"p.yaml", "a.yaml", "b.yaml"}) {
      TestCli.Run run = cli.run("apply", "-f", file, "-m", "from " + file);
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  @Test
  void manifestsAreListedShownAndComparedWithTheirPast() {
    assertThat(cli.run("manifest", "list").out()).containsPattern("web +2 +systemd");
    assertThat(cli.run("manifest", "show", "web").out())
        .contains("command: ./run --fast")
        .contains("used by [node-1/web]");
    assertThat(cli.run("manifest", "show", "web", "--revision", "1").out())
        .contains("command: ./run\n");
    assertThat(cli.run("manifest", "history", "web").out())
        .containsSubsequence("from b.yaml", "from a.yaml");
    assertThat(cli.run("manifest", "diff", "web").out())
        .contains("~  command: ./run → ./run --fast");
    assertThat(cli.run("manifest", "diff", "web", "1", "1").out()).contains("are the same");
    assertThat(cli.run("manifest", "diff", "web", "7").code()).isEqualTo(2);
  }

  @Test
  void theUnitHasTheResourceProfilesLimits() {
    TestCli.Run unit = cli.run("manifest", "unit", "web", "node-1/web");

    assertThat(unit.code()).as(unit.err()).isZero();
    assertThat(unit.out())
        .contains("ExecStart=/opt/fleetman/web/current/run --fast")
        .contains("MemoryMax=67108864");
  }

  @Test
  void whatIsUsedIsNotDeletedAndSaysBywhom() {
    assertThat(cli.run("manifest", "delete", "web", "--dry-run").out())
        .contains("would not be deleted: it is used by [node-1/web]");
    assertThat(cli.run("manifest", "delete", "web", "--yes").code()).isEqualTo(2);
    assertThat(cli.run("resource-profile", "list").out()).containsPattern("small +memory .* web");
    assertThat(cli.run("resource-profile", "delete", "small", "--yes").err())
        .contains("is used by [web]");

    assertThat(cli.run("manifest", "duplicate", "web", "beta").out())
        .contains("manifest beta is made as web");
    assertThat(cli.run("manifest", "delete", "beta", "--yes").out()).contains("beta is deleted");
    assertThat(cli.run("manifest", "list").out()).doesNotContain("beta");
    assertThat(cli.run("manifest", "history", "beta").out()).contains("deleted");
  }
}
