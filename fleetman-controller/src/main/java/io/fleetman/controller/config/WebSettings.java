package io.fleetman.controller.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code fleetman controller} listens, and by what it knows its own sessions.
 *
 * @param bind address; 127.0.0.1 unless said otherwise
 * @param port 1 to 65535; 8080 unless said otherwise
 * @param sessionSecret at least 32 random bytes as base64url, the same for every controller of the
 *     fleet; null: nobody can sign in
 */
public record WebSettings(String bind, int port, @Nullable String sessionSecret) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z.:%_\\[\\]-]{1,253}");
  private static final int LEAST_SECRET_BYTES = 32;

  /** Only this machine, port 8080. */
  public static final WebSettings DEFAULT = new WebSettings("127.0.0.1", 8080, null);

  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException as {@link #WebSettings} does
   */
  @JsonCreator
  static WebSettings of(
      @JsonProperty("bind") @Nullable String bind,
      @JsonProperty("port") @Nullable Integer port,
      @JsonProperty("session_secret") @Nullable String sessionSecret) {
    return new WebSettings(
        bind == null ? DEFAULT.bind : bind, port == null ? DEFAULT.port : port, sessionSecret);
  }

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if the port is out of range, or address or secret are no good
   */
  public WebSettings {
    if (!ADDRESS.matcher(bind).matches()) {
      throw new IllegalArgumentException(
          "bind must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 1 to 65535, not " + port);
    }
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
