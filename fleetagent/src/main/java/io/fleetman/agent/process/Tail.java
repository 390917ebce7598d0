package io.fleetman.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream to its end and keeps the last of it. */
final class Tail implements Runnable {
  private static final int KEEP = 64 * 1024;

  private final InputStream in;
  private final byte[] ring = new byte[KEEP];
  private long total;

  Tail(InputStream in) {
    this.in = in;
  }

  @Override
  public void run() {
    byte[] chunk = new byte[8192];
    try {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        add(chunk, n);
      }
    } catch (IOException e) {
      add("[the output broke off]".getBytes(StandardCharsets.UTF_8), 22);
    }
  }

  private synchronized void add(byte[] chunk, int n) {
    for (int i = 0; i < n; i++) {
      ring[(int) (total++ % KEEP)] = chunk[i];
    }
  }

  synchronized String text() {
    int length = (int) Math.min(total, KEEP);
    byte[] kept = new byte[length];
    for (int i = 0; i < length; i++) {
      kept[i] = ring[(int) ((total - length + i) % KEEP)];
    }
    String text = new String(kept, StandardCharsets.UTF_8).stripTrailing();
    return total > KEEP ? "[...] " + text : text;
  }
}
