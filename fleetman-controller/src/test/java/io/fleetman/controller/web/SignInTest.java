package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.access.Users;
import io.fleetman.layout.UserId;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SignInTest {
  private final TestController controller = new TestController();

  @AfterEach
  void close() {
    controller.close();
  }

  private void ada() {
    var _ = new Users(controller.fleet()).add(new UserId("ada"), TestController.PASSWORD, null);
  }

  @Test
  void onceThereAreUsersNobodyGetsInWithoutSigningIn() {
    ada();
    HttpResponse<String> answer =
        controller.signIn("ada", TestController.PASSWORD, "/b/main/activity?by=ada");
    assertThat(answer.uri().getPath()).isEqualTo("/b/main/activity");
    assertThat(answer.uri().getQuery()).isEqualTo("by=ada");
    assertThat(answer.body()).contains("Account: ada");
    assertThat(controller.api("GET", "/activity", null).status()).isEqualTo(401);
    var _ = controller.token("ada");
    assertThat(awaitStatus(200, "/activity").status()).isEqualTo(200);
    assertThat(controller.api("GET", "/me", null).text("/as")).isEqualTo("token");
  }

  @Test
  void wrongOnesAreToldNothingAndThenHaveToWait() {
    ada();
    controller.stopTheClock(); // however long the attempts take
    for (int i = 0; i < 6; i++) {
      assertThat(controller.signIn("ada", "wrong password " + i, "/").body())
          .contains("Name or password is wrong.");
    }
    HttpResponse<String> last = controller.signIn("ada", TestController.PASSWORD, "/");
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).isPresent();
    assertThat(controller.signIn("nobody", "wrong password", "/").body())
        .contains("Name or password is wrong.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\n/x"
      })
  void nobodyIsLedElsewhere(String next) {
    ada();
    HttpResponse<String> answer = controller.signIn("ada", TestController.PASSWORD, next);
    assertThat(answer.uri().getHost()).isEqualTo("127.0.0.1");
    assertThat(answer.uri().getPath()).isEqualTo("/b/main/fleet");
  }

  @Test
  void aFormOfAnotherSiteIsRefused() {
    controller.signedIn("ada");
    Map<String, String> form = Map.of("name", "eve", "password", "long enough, this");
    assertThat(controller.postWithout("/users", form).statusCode()).isEqualTo(403);
    assertThat(new Users(controller.fleet()).find(new UserId("eve"))).isEmpty();
    assertThat(controller.post("/users", form).body()).contains("eve may sign in");
    assertThat(new Users(controller.fleet()).find(new UserId("eve"))).isPresent();
  }

  @Test
  void whoeverIsRemovedIsOutAtOnce() {
    controller.signedIn("ada");
    var _ = new Users(controller.fleet()).add(new UserId("eve"), TestController.PASSWORD, null);
    assertThat(controller.post("/users/ada/remove", Map.of("typed", "adda")).statusCode())
        .isEqualTo(422);
    HttpResponse<String> answer = controller.post("/users/ada/remove", Map.of("typed", "ada"));
    assertThat(answer.uri().getPath()).isEqualTo("/sign-in");
  }

  @Test
  void signingOutEndsTheBrowsersSession() {
    controller.signedIn("ada");
    controller.post("/sign-out", Map.of());
    assertThat(controller.get("/b/main/activity").uri().getPath()).isEqualTo("/sign-in");
  }

  @Test
  void aTokenIsShownOnceAndWorksUntilItIsRevoked() {
    controller.signedIn("ada");
    HttpResponse<String> made =
        controller.post("/account/tokens", Map.of("name", "nightly", "lifetime", "30d"));
    var text = java.util.regex.Pattern.compile("flm_[0-9a-f_]+").matcher(made.body());
    assertThat(text.find()).isTrue();
    String token = text.group();
    assertThat(controller.get("/account").body()).contains("nightly").doesNotContain(token);
    controller.bearer(token);
    assertThat(controller.api("GET", "/users", null).text("/items/0/name")).isEqualTo("ada");
    assertThat(
            controller
                .api("POST", "/users", Map.of("name", "eve", "password", "long enough, this"))
                .status())
        .as("a token makes no users")
        .isEqualTo(403);
    String id = token.split("_", -1)[1];
    controller.post("/account/tokens/" + id + "/revoke", Map.of());
    assertThat(controller.api("GET", "/users", null).status()).isEqualTo(401);
  }

  @Test
  void aStoreThatFailsLetsNobodyInWhomItDidNotKnow() {
    controller.store.always(r -> true, io.fleetman.store.FaultyObjectStore.Fault.UNREACHABLE);
    assertThat(controller.get("/b/main/activity").statusCode()).isEqualTo(503);
    assertThat(controller.api("GET", "/activity", null).status()).isEqualTo(503);
  }

  private Answer awaitStatus(int status, String path) {
    long end = System.nanoTime() + 20_000_000_000L;
    Answer answer = controller.api("GET", path, null);
    while (answer.status() != status && System.nanoTime() < end) {
      answer = controller.api("GET", path, null);
    }
    return answer;
  }
}
