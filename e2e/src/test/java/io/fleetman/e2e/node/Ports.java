package io.fleetman.e2e.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for services under test. Nodes share this machine's network, and tests run side by side, so
 * nobody names a port: each takes one here, and none is given out twice.
 */
public final class Ports {
  // Below what the kernel gives to outgoing connections, above what .ci/run gives to stores.
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  // Somewhere in the range, so that two clones on one machine seldom meet.
  private static final AtomicInteger NEXT =
      new AtomicInteger(Math.floorMod(ProcessHandle.current().pid() * 389, COUNT));

  private Ports() {}

  /** A port on which nothing listens and that no other test of this run gets. */
  public static int next() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("all ports from " + FIRST + " on are taken");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false; // somebody else has it
    }
  }
}
