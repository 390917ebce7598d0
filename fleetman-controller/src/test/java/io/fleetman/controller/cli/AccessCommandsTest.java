package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessCommandsTest {
  @TempDir Path folder;
  TestCli cli;

  @BeforeEach
  void aFleet() {
    cli = TestCli.withFleet(folder);
  }

  @Test
  void aUserIsAddedWithAPasswordThatIsTypedTwice() {
    assertThat(
            cli.answering("correct horse battery", "correct horse batterie")
                .run("user", "add", "ada")
                .err())
        .contains("the two are not the same");
    assertThat(cli.run("user", "list").out()).contains("no users yet");

    TestCli.Run run =
        cli.answering("correct horse battery", "correct horse battery").run("user", "add", "ada");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(cli.run("user", "list", "-o", "json").out())
        .contains("\"user\" : \"ada\"")
        .doesNotContain("argon2");
    assertThat(
            cli.answering("correct horse battery", "correct horse battery")
                .run("user", "add", "ada")
                .code())
        .isEqualTo(4);
    assertThat(cli.answering("y").run("user", "remove", "ada").err())
        .contains("Remove ada, whose sessions and 0 tokens end?");
    assertThat(cli.run("user", "list").out()).contains("no users yet");
  }

  @Test
  void aBadPasswordOrNameIsSaidAndNothingIsWritten() {
    TestCli.Run run = cli.answering("short", "short").run("user", "add", "ada");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("from 10 to 256 characters, not 5");
    assertThat(cli.run("user", "add", "Ada").err()).contains("'Ada' is not a valid user name");
    assertThat(cli.run("user", "passwd", "bob").err()).contains("error: ");
    assertThat(cli.store.keys()).noneMatch(k -> k.startsWith("access/"));
  }

  @Test
  void aTokenIsShownOnceListedWithoutItsSecretAndRevoked() {
    cli.answering("correct horse battery", "correct horse battery").run("user", "add", "ada");

    TestCli.Run made = cli.run("token", "create", "ci", "--owner", "ada", "--expires", "7d");
    assertThat(made.code()).as(made.err()).isZero();
    String token = made.out().strip();
    JsonNode listed = cli.run("token", "list", "-o", "json").json().get("tokens").get(0);
    assertThat(listed.get("state").asText()).isEqualTo("good");
    assertThat(listed.get("secondsLeft").asLong()).isEqualTo(7 * 86_400);
    assertThat(token).endsWith(listed.get("lastFour").asText());
    String id = listed.get("id").asText();
    assertThat(cli.run("token", "list").out()).contains(id).doesNotContain(token);

    assertThat(cli.run("token", "revoke", id, "--yes").out()).contains("(ci) is revoked");
    assertThat(cli.run("token", "list").out()).contains("revoked");
    assertThat(cli.run("activity").out())
        .contains("token revoke", "token " + id + " created", "user ada created");
    assertThat(cli.run("token", "revoke", "000000000000", "--yes").code()).isEqualTo(2);
  }
}
