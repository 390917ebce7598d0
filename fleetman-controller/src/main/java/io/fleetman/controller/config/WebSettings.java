package io.fleetman.controller.config;

import org.jspecify.annotations.Nullable;

/**
 * Where {@code fleetman controller} listens.
 *
 * @param bind address; 127.0.0.1 unless said otherwise
 * @param port 1 to 65535; 8080 unless said otherwise
 */
public record WebSettings(String bind, int port) {
  /** Only this machine, port 8080. */
  public static final WebSettings DEFAULT = new WebSettings("127.0.0.1", 8080);

  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException if the port is out of range
   */
  public WebSettings(@Nullable String bind, int port) {
    this.bind = bind == null ? "127.0.0.1" : bind;
    this.port = port == 0 ? 8080 : port;
    if (this.port < 1 || this.port > 65_535) {
      throw new IllegalArgumentException("port must be from 1 to 65535, not " + port);
    }
  }
}
