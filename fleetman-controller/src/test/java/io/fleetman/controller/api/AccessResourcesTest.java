package io.fleetman.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.web.Answer;
import io.fleetman.controller.web.TestController;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccessResourcesTest {
  private static final String PASSWORD = "a password of some length";
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  @Test
  void whatIsWrongWithAFieldIsNamed() {
    Answer missing = controller.api("POST", "/users", Map.of("name", "ada"));
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.text("/errors/0/field")).isEqualTo("password");
    Answer unknown =
        controller.api("POST", "/users", Map.of("name", "ada", "pasword", "x", "password", "y"));
    assertThat(unknown.text("/errors/0/field")).isEqualTo("pasword");
    assertThat(unknown.text("/detail")).contains("did you mean 'password'");
    Answer wrong = controller.api("POST", "/users", Map.of("name", "A/B", "password", PASSWORD));
    assertThat(wrong.text("/errors/0/field")).isEqualTo("name");
    Answer text = controller.api("POST", "/users", "no object");
    assertThat(text.status()).isEqualTo(422);
    Answer brief = controller.api("POST", "/users", Map.of("name", "ada", "password", "short"));
    assertThat(brief.text("/detail")).contains("10 to 256 characters");
  }

  @Test
  void aRequestWithAKeyIsDoneOnce() {
    Map<String, String> body = Map.of("name", "lena", "lifetime", "1h", "owner", "ada");
    controller.signedIn("ada");
    // As the local user this would be refused by now; the browser's session stands for it.
    var _ = controller.token("ada");
    while (controller.api("GET", "/me", null).status() == 401) {
      Thread.onSpinWait();
    }
    assertThat(controller.api("POST", "/tokens", body, "Idempotency-Key", "k0").status())
        .isEqualTo(403);
    Map<String, Object> deletion = Map.of("prefix", "old/", "expected", 1);
    controller.memory.plant("old/a", "1");
    Answer first = controller.api("POST", "/storage/deletions", deletion, "Idempotency-Key", "k1");
    assertThat(first.text("/objects")).isEqualTo("1");
    controller.memory.plant("old/b", "2");
    Answer again = controller.api("POST", "/storage/deletions", deletion, "Idempotency-Key", "k1");
    assertThat(again.text("/objects")).isEqualTo("1");
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(controller.api("GET", "/storage/folder?prefix=old/", null).text("/objects"))
        .isEqualTo("1");
    Answer other =
        controller.api(
            "POST",
            "/storage/deletions",
            Map.of("prefix", "old/", "expected", 2),
            "Idempotency-Key",
            "k1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("/type")).endsWith("key-reused");
  }

  @Test
  void aRequestThatFailedMayBeSentAgainWithItsKey() {
    Map<String, Object> deletion = Map.of("prefix", "old/", "expected", 1);
    assertThat(
            controller
                .api("POST", "/storage/deletions", deletion, "Idempotency-Key", "k2")
                .status())
        .isEqualTo(409);
    controller.memory.plant("old/a", "1");
    assertThat(
            controller
                .api("POST", "/storage/deletions", deletion, "Idempotency-Key", "k2")
                .status())
        .isEqualTo(200);
  }

  @Test
  void usersAndTokensLiveAsTheDescriptionSays() {
    Answer ada = controller.api("POST", "/users", Map.of("name", "ada", "password", PASSWORD));
    assertThat(ada.status()).isEqualTo(201);
    assertThat(ada.header("Location")).isEqualTo("/api/v1/users/ada?bucket=main");
    assertThat(ada.http().body()).doesNotContain("argon2", PASSWORD);
    assertThat(controller.api("GET", "/users", null).status())
        .as("whoever is at this machine has to sign in from now on")
        .isEqualTo(401);
    var _ = controller.token("ada");
    while (controller.api("GET", "/me", null).status() == 401) {
      Thread.onSpinWait();
    }
    assertThat(controller.api("GET", "/users", null).text("/items/0/name")).isEqualTo("ada");
    Answer shown = controller.api("GET", "/users/ada", null);
    assertThat(shown.header("ETag")).startsWith("\"");
    assertThat(controller.api("GET", "/users/eve", null).status()).isEqualTo(404);
    assertThat(controller.api("GET", "/users/E%20E", null).status()).isEqualTo(404);
    assertThat(controller.api("PUT", "/users/ada/password", Map.of("password", PASSWORD)).status())
        .isEqualTo(403);
    assertThat(controller.api("DELETE", "/users/ada", null).status()).isEqualTo(403);
    Answer tokens = controller.api("GET", "/tokens", null);
    assertThat(tokens.text("/items/0/state")).isEqualTo("good");
    String id = tokens.text("/items/0/id");
    assertThat(controller.api("GET", "/tokens/" + id, null).text("/owner")).isEqualTo("ada");
    assertThat(controller.api("GET", "/tokens/0000", null).status()).isEqualTo(404);
    assertThat(controller.api("DELETE", "/tokens/" + id, null).status()).isEqualTo(403);
  }

  @Test
  void aPasswordIsChangedOnlyOfTheUserThatWasRead() {
    controller.signedIn("ada");
    String token = controller.formToken();
    Answer first = controller.asBrowser("GET", "/users/ada", null);
    String etag = first.header("ETag");
    Map<String, String> body = Map.of("password", PASSWORD);
    assertThat(controller.asBrowser("PUT", "/users/ada/password", body).status())
        .as("without the form's token")
        .isEqualTo(403);
    var _ =
        controller.asBrowser(
            "POST",
            "/users",
            Map.of("name", "eve", "password", PASSWORD),
            "Fleetman-Form-Token",
            token);
    Answer eve = controller.asBrowser("GET", "/users/eve", null);
    assertThat(
            controller
                .asBrowser(
                    "PUT",
                    "/users/eve/password",
                    body,
                    "Fleetman-Form-Token",
                    token,
                    "If-Match",
                    etag)
                .status())
        .isEqualTo(412);
    assertThat(
            controller
                .asBrowser(
                    "PUT",
                    "/users/eve/password",
                    body,
                    "Fleetman-Form-Token",
                    token,
                    "If-Match",
                    eve.header("ETag"))
                .status())
        .isEqualTo(204);
    assertThat(
            controller
                .asBrowser("DELETE", "/users/eve", null, "Fleetman-Form-Token", token)
                .status())
        .isEqualTo(204);
    Answer made =
        controller.asBrowser(
            "POST",
            "/tokens",
            Map.of("name", "ci", "lifetime", "1h"),
            "Fleetman-Form-Token",
            token,
            "Idempotency-Key",
            "t1");
    assertThat(made.text("/text")).startsWith("flm_");
    Answer again =
        controller.asBrowser(
            "POST",
            "/tokens",
            Map.of("name", "ci", "lifetime", "1h"),
            "Fleetman-Form-Token",
            token,
            "Idempotency-Key",
            "t1");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("/detail")).contains("secret");
    assertThat(
            controller
                .asBrowser(
                    "DELETE",
                    "/tokens/" + made.text("/token/id"),
                    null,
                    "Fleetman-Form-Token",
                    token)
                .status())
        .isEqualTo(204);
  }
}
