package io.fleetman.controller.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
final class Ports {
  private static final int TRIES = 50;

  private Ports() {}

  /**
   * The first port from this one on that nobody listens on.
   *
   * @throws IOException if none of the next fifty is free
   */
  static int firstFree(int from) throws IOException {
    for (int port = from; port < from + TRIES; port++) {
      if (free(port)) {
        return port;
      }
    }
    throw new IOException("all ports from " + from + " to " + (from + TRIES - 1) + " are taken");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
