package io.fleetman.controller.web;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * This machine alone. A foreign page that has its own name resolve to 127.0.0.1 is told apart by
 * the Host header, and what a proxy on this machine passes on, too.
 */
final class Loopback {
  private static final Pattern HOST =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

  private Loopback() {}

  /**
   * Whether an address can be reached from this machine only.
   *
   * @throws IllegalArgumentException if it is no address
   */
  static boolean is(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "--bind " + address + " is no address of this machine: leave it at 127.0.0.1", e);
    }
  }

  /** Whether a request was made by this machine, and to it by one of its own names. */
  static boolean isAskedFor(Context ctx) {
    return HOST.matcher(Objects.requireNonNullElse(ctx.host(), "")).matches()
        && ctx.header("X-Forwarded-For") == null
        && ctx.header("Forwarded") == null
        && is(ctx.ip());
  }
}
