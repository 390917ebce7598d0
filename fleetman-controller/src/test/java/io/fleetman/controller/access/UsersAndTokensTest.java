package io.fleetman.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.access.Permissions.Decision;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.Keys;
import io.fleetman.layout.UserId;
import io.fleetman.store.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersAndTokensTest {
  private static final UserId ADA = new UserId("ada");
  private static final String RIGHT = "correct horse battery";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  TestFleet given;
  Users users;
  Tokens tokens;
  Credentials credentials;

  @BeforeEach
  void aFleet() {
    given = new TestFleet(folder);
    users = new Users(given.fleet);
    tokens = new Tokens(given.fleet);
    credentials =
        new Credentials(
            Credentials.Lookup.in(users, tokens),
            new SessionCookies(
                "a secret of at least 32 bytes .....".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void whoWasAddedSignsInWithThePasswordAndNothingElse() {
    var _ = users.add(ADA, RIGHT, null);

    String cookie = signIn(RIGHT);

    assertThat(credentials.ofSession(cookie, given.clock.instant()))
        .contains(new Principal.User(ADA));
    assertThat(credentials.signIn("ada", "wrong horse battery", given.clock.instant(), DAY))
        .isEmpty();
    assertThat(credentials.signIn("ada", "", given.clock.instant(), DAY)).isEmpty();
    assertThat(credentials.signIn("bob", RIGHT, given.clock.instant(), DAY)).isEmpty();
    assertThat(credentials.signIn("../ada", RIGHT, given.clock.instant(), DAY)).isEmpty();
  }

  @Test
  void thePasswordItselfIsNowhereInTheBucket() {
    var _ = users.add(ADA, RIGHT, null);

    assertThat(given.memory.text(Keys.user(ADA)))
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(RIGHT);
    assertThat(users.list().getFirst()).hasToString("user ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "nine char"})
  void aShortPasswordIsRefused(String password) {
    assertThatThrownBy(() -> users.add(ADA, password, null))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("from 10 to 256 characters");
    assertThat(given.memory.keys()).noneMatch(k -> k.startsWith("access/"));
  }

  @Test
  void aChangedPasswordEndsEverySession() {
    var _ = users.add(ADA, RIGHT, null);
    String before = signIn(RIGHT);

    var _ = users.changePassword(ADA, "another password", null);

    assertThat(credentials.ofSession(before, given.clock.instant())).isEmpty();
    assertThat(credentials.signIn("ada", RIGHT, given.clock.instant(), DAY)).isEmpty();
    assertThat(credentials.ofSession(signIn("another password"), given.clock.instant()))
        .isPresent();
  }

  @Test
  void whoIsRemovedIsOutAndStaysOutWhenTheNameIsGivenToSomebodyElse() {
    var _ = users.add(ADA, RIGHT, null);
    String session = signIn(RIGHT);
    String token = tokens.create("ci", ADA, DAY, null).text();
    assertThat(credentials.ofToken(token)).isPresent();

    var _ = users.remove(ADA, null);
    assertThat(credentials.ofSession(session, given.clock.instant())).isEmpty();
    assertThat(credentials.ofToken(token)).isEmpty();
    assertThat(credentials.signIn("ada", RIGHT, given.clock.instant(), DAY)).isEmpty();
    assertThat(users.list()).isEmpty();
    assertThatThrownBy(() -> users.remove(ADA, null)).isInstanceOf(Refusal.NotFound.class);

    var _ = users.add(ADA, RIGHT, null);
    assertThat(credentials.ofSession(session, given.clock.instant())).isEmpty();
    assertThat(credentials.ofToken(token)).isEmpty();
  }

  @Test
  void aTokenOutlivesAChangeOfItsOwnersPassword() {
    var _ = users.add(ADA, RIGHT, null);
    String token = tokens.create("ci", ADA, DAY, null).text();

    var _ = users.changePassword(ADA, "another password", null);

    assertThat(credentials.ofToken(token)).isPresent();
  }

  @Test
  @DisplayName("invariant 7: of two who add one user at once one wins, and the other is told")
  void invariant7OfTwoAddersOneWins() {
    given.justBefore(
        TestFleet.request(Request.Kind.PUT, "ada.json"),
        () -> {
          var _ = new Users(given.other()).add(ADA, "the other's password", null);
        });

    assertThatThrownBy(() -> users.add(ADA, RIGHT, null)).isInstanceOf(Refusal.Conflict.class);

    assertThat(credentials.signIn("ada", RIGHT, given.clock.instant(), DAY)).isEmpty();
    assertThat(signIn("the other's password")).isNotEmpty();
  }

  @Test
  @DisplayName("invariant 6: of many who add one user at once exactly one is told that they did")
  void invariant6OfManyAddersExactlyOneWins() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> adders =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(adder(go, "password number " + i)))
              .toList();
      go.countDown();
      int won = 0;
      for (int i = 0; i < adders.size(); i++) {
        if (adders.get(i).get()) {
          won++;
          assertThat(signIn("password number " + i)).isNotEmpty();
        }
      }
      assertThat(won).isEqualTo(1);
    }
  }

  private Callable<Boolean> adder(CountDownLatch go, String password) {
    return () -> {
      go.await();
      try {
        var _ = new Users(given.other()).add(ADA, password, null);
        return true;
      } catch (Refusal.Conflict e) {
        return false;
      }
    };
  }

  @Test
  void aTokenIsShownOnceAndKeptAsAHashAlone() {
    var _ = users.add(ADA, RIGHT, null);

    NewToken made = tokens.create("ci", ADA, DAY, null);

    assertThat(made.text()).matches("flm_[0-9a-f]{12}_[0-9a-f]{64}");
    String secret = made.text().substring(made.text().lastIndexOf('_') + 1);
    assertThat(given.memory.text(Keys.token(made.token().id())))
        .doesNotContain(secret)
        .contains("\"lastFour\" : \"" + secret.substring(60) + "\"");
    assertThat(made.toString()).doesNotContain(secret);
    assertThat(credentials.ofToken(made.text()))
        .contains(new Principal.Token(ADA, made.token().id(), "ci"));
    assertThat(credentials.ofToken(made.text()).orElseThrow().by()).isEqualTo("ada (token ci)");
  }

  @Test
  void aTokenThatIsNotQuiteRightIsNothing() {
    var _ = users.add(ADA, RIGHT, null);
    String good = tokens.create("ci", ADA, DAY, null).text();
    char last = good.charAt(good.length() - 1) == '0' ? '1' : '0';

    assertThat(credentials.ofToken(good.substring(0, good.length() - 1) + last)).isEmpty();
    assertThat(credentials.ofToken(good + "0")).isEmpty();
    assertThat(credentials.ofToken("flm_000000000000" + good.substring(16))).isEmpty();
    assertThat(credentials.ofToken("flm_../../x" + good.substring(16))).isEmpty();
    assertThat(credentials.ofToken("")).isEmpty();
  }

  @Test
  @DisplayName("invariant 11: a token ends by the store's clock")
  void invariant11ATokenEndsByTheStoresClock() {
    var _ = users.add(ADA, RIGHT, null);
    String token = tokens.create("ci", ADA, DAY, null).text();

    given.clock.advance(DAY.minusSeconds(1));
    assertThat(credentials.ofToken(token)).isPresent();
    given.clock.advance(Duration.ofSeconds(1));
    assertThat(credentials.ofToken(token)).isEmpty();
    assertThat(tokens.list().getFirst().state()).isEqualTo(TokenInfo.State.EXPIRED);
  }

  @Test
  void aRevokedTokenIsWorthNothingAtOnceAndForGood() {
    var _ = users.add(ADA, RIGHT, null);
    NewToken made = tokens.create("ci", ADA, DAY, null);

    var _ = tokens.revoke(made.token().id(), "leaked");
    var _ = tokens.revoke(made.token().id(), "twice is once");

    assertThat(credentials.ofToken(made.text())).isEmpty();
    assertThat(tokens.list().getFirst().token().revoked())
        .isNotNull()
        .extracting(Author::reason)
        .isEqualTo("leaked");
  }

  @Test
  void aTokenNeedsAUserANameAndALifetime() {
    assertThatThrownBy(() -> tokens.create("ci", ADA, DAY, null))
        .isInstanceOf(Refusal.NotFound.class);
    var _ = users.add(ADA, RIGHT, null);
    for (String name : List.of("", " ", "a\nb", " a", "x".repeat(101))) {
      assertThatThrownBy(() -> tokens.create(name, ADA, DAY, null))
          .as(name)
          .isInstanceOf(Refusal.Invalid.class);
    }
    assertThatThrownBy(() -> tokens.create("ci", ADA, Duration.ZERO, null))
        .isInstanceOf(Refusal.Invalid.class);
    assertThatThrownBy(() -> tokens.create("ci", ADA, Duration.ofDays(4000), null))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void whoGotInMayDoEverythingButATokenMakesNoTokensAndNoUsers() {
    FleetObject cell = new FleetObject(Kind.CELL, "node-1/web");
    FleetObject user = new FleetObject(Kind.USER, "ada");
    Principal token = new Principal.Token(ADA, "0123456789ab", "ci");

    for (Operation operation : Operation.values()) {
      for (Principal who : List.of(new Principal.Local("ada@laptop"), new Principal.User(ADA))) {
        assertThat(Permissions.check(who, operation, user)).isInstanceOf(Decision.Allowed.class);
      }
      assertThat(Permissions.check(token, operation, cell)).isInstanceOf(Decision.Allowed.class);
    }
    assertThat(Permissions.check(token, Operation.ADMINISTER, user))
        .isInstanceOfSatisfying(
            Decision.Denied.class, d -> assertThat(d.reason()).contains("user ada"));
  }

  private String signIn(String password) {
    return credentials.signIn("ada", password, given.clock.instant(), DAY).orElseThrow();
  }
}
