package io.fleetman.controller.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * There are no users yet, so only this machine may look. A foreign page that has its own name
 * resolve to 127.0.0.1 is refused by the Host header.
 */
final class Loopback {
  private static final Pattern HOST =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

  private Loopback() {}

  /**
   * @throws IllegalArgumentException if the address is not this machine's own
   */
  static void require(String address) {
    try {
      if (InetAddress.getByName(address).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "--bind " + address + " is no address of this machine: leave it at 127.0.0.1", e);
    }
    throw new IllegalArgumentException(
        "--bind "
            + address
            + " would show the fleet to everybody, since the controller has no users yet: leave it"
            + " at 127.0.0.1 and reach it with 'ssh -L 8080:127.0.0.1:8080 this-machine'");
  }

  static void requireHost(Context ctx) {
    if (!HOST.matcher(Objects.requireNonNullElse(ctx.host(), "")).matches()) {
      throw new ForbiddenResponse(
          "The controller answers only to localhost and 127.0.0.1, not to the name in this"
              + " request.");
    }
  }
}
