package io.fleetman.controller.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code fleetman controller} listens, and by what it knows its own sessions.
 *
 * @param bind address; 127.0.0.1 unless said otherwise
 * @param port 1 to 65535; 8080 unless said otherwise
 * @param sessionSecret at least 32 random bytes as base64url, the same for every controller of the
 *     fleet; null: nobody can sign in
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record WebSettings(String bind, int port, @Nullable String sessionSecret) {
  /** Only this machine, port 8080. */
  public static final WebSettings DEFAULT = new WebSettings("127.0.0.1", 8080, null);

  private static final int LEAST_SECRET_BYTES = 32;

  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException if the port is out of range, or the secret is no good
   */
  public WebSettings(@Nullable String bind, int port, @Nullable String sessionSecret) {
    this.bind = bind == null ? "127.0.0.1" : bind;
    this.port = port == 0 ? 8080 : port;
    if (this.port < 1 || this.port > 65_535) {
      throw new IllegalArgumentException("port must be from 1 to 65535, not " + port);
    }
    this.sessionSecret = sessionSecret;
    if (sessionSecret != null && bytes(sessionSecret).length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "session_secret must be at least "
              + LEAST_SECRET_BYTES
              + " random bytes as base64url: make one with 'openssl rand -base64 32 | tr +/ -_'");
    }
  }

  /** The secret's bytes, if there is one. */
  public Optional<byte[]> secret() {
    return Optional.ofNullable(sessionSecret).map(WebSettings::bytes);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return bind + ":" + port;
  }

  private static byte[] bytes(String secret) {
    try {
      return Base64.getUrlDecoder().decode(secret);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // as good as none; the message says what it must be
    }
  }
}
