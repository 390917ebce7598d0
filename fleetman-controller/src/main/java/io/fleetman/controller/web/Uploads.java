package io.fleetman.controller.web;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Spool;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bodies of any size that come in: memory does not grow with them. */
final class Uploads {
  /** The most bytes of one body that is taken in. */
  private static final long MOST = 64L << 30;

  /** What is left of this machine's disk for others. */
  private static final long SPARE = 256L << 20;

  private Uploads() {}

  /**
   * Takes a request's body in.
   *
   * @param name what it is called
   * @throws Refusal.Invalid if it is larger than what is taken, or than this machine has room for
   */
  static Spool take(Context http, String name) throws IOException {
    long room = Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).getUsableSpace();
    long most = Math.min(MOST, Math.max(0, room - SPARE));
    if (http.req().getContentLengthLong() > most) {
      throw new Refusal.Invalid(
          "'"
              + name
              + "' has "
              + http.req().getContentLengthLong()
              + " bytes, and the controller has room for "
              + most
              + ": make room in its temporary folder, or upload with 'fleetman upload'");
    }
    return Spool.of(http.bodyInputStream(), name, most);
  }
}
