package io.fleetman.controller.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.access.SessionCookies.Session;
import io.fleetman.layout.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionCookiesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Session SESSION =
      new Session(
          new UserId("ada.b_c-1"), NOW, NOW.plusSeconds(60), "20261121t080000-0123456789ab");
  private static final SessionCookies COOKIES = cookies("one secret of the fleet's, 32 bytes");

  @Test
  void everyReplicaWithTheSecretReadsWhatAnotherWrote() {
    String cookie = COOKIES.write(SESSION);

    assertThat(cookie).matches("[A-Za-z0-9:._-]+");
    assertThat(cookies("one secret of the fleet's, 32 bytes").read(cookie, NOW)).contains(SESSION);
    assertThat(cookies("other secret of the fleet, 32 bytes").read(cookie, NOW)).isEmpty();
  }

  @Test
  void noCharacterOfItCanBeAnother() {
    String cookie = COOKIES.write(SESSION);
    for (int i = 0; i < cookie.length(); i++) {
      for (char c : new char[] {'0', 'A', 'b', ':', '_', '~'}) {
        if (cookie.charAt(i) != c) {
          String other = cookie.substring(0, i) + c + cookie.substring(i + 1);
          // The signature's last character holds four bits that base64 does not use.
          if (i < cookie.length() - 1) {
            assertThat(COOKIES.read(other, NOW)).as(other).isEmpty();
          }
        }
      }
    }
    assertThat(COOKIES.read(cookie + "A", NOW)).isEmpty();
    assertThat(COOKIES.read("", NOW)).isEmpty();
    assertThat(COOKIES.read(":::::", NOW)).isEmpty();
  }

  @Test
  void itEndsByItself() {
    String cookie = COOKIES.write(SESSION);

    assertThat(COOKIES.read(cookie, NOW.plusSeconds(59))).isPresent();
    assertThat(COOKIES.read(cookie, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> cookies("short")).hasMessageContaining("needs 32");
  }

  private static SessionCookies cookies(String secret) {
    return new SessionCookies(secret.getBytes(StandardCharsets.US_ASCII));
  }
}
