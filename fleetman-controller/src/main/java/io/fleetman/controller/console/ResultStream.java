package io.fleetman.controller.console;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where results go, which remembers that some could not be written: who prints hears nothing of it,
 * and a file that was cut off by a full disk must not look like a whole one.
 */
public final class ResultStream extends OutputStream {
  private final OutputStream to;
  private volatile @Nullable String problem;

  /** To there. */
  public ResultStream(OutputStream to) {
    this.to = to;
  }

  /** Why results were lost; null if none were, or if whoever read them has read enough. */
  public @Nullable String problem() {
    return problem;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      to.write(bytes, offset, length);
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      if (problem == null && !said.contains("Broken pipe")) {
        problem = said;
      }
      throw e;
    }
  }
}
