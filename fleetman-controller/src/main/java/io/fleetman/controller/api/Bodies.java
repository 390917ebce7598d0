package io.fleetman.controller.api;

import io.fleetman.controller.deployment.Download;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Modes;
import io.fleetman.controller.web.Exchange;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Bodies of any size, streamed out: memory does not grow with them. */
final class Bodies {
  private Bodies() {}

  /** The permission bits that a file is put with. */
  static String mode(Exchange exchange) {
    String mode = exchange.query("mode").orElse("0644");
    if (!Modes.isOctal(mode)) {
      throw ProblemException.invalid("mode", "write it octal, such as 0755");
    }
    return Modes.of(mode);
  }

  /** The file that the query names with {@code path}. */
  static RelativePath path(Exchange exchange) {
    String path =
        exchange
            .query("path")
            .orElseThrow(() -> new Refusal.Invalid("path: say which file, such as conf/app.conf"));
    try {
      return new RelativePath(path);
    } catch (InvalidNameException e) {
      throw new Refusal.Invalid("path: " + e.getMessage());
    }
  }

  /** Writes a body. */
  interface Writer {
    void write(OutputStream to) throws IOException;
  }

  /**
   * Streams a body out. If what is sent turns out to be spoilt the connection is cut, so that
   * nobody takes it for whole.
   *
   * @param length in bytes; null: not known before
   */
  static void out(Exchange exchange, String type, @Nullable Long length, Writer writer) {
    Context http = exchange.http();
    http.header(Header.CACHE_CONTROL, "private, no-cache").contentType(type);
    if (length != null) {
      http.res().setContentLengthLong(length);
    }
    if (exchange.isHead()) {
      return; // nobody reads what the store would have to send
    }
    try (Download.HeldBack out = new Download.HeldBack(http.res().getOutputStream())) {
      writer.write(out);
      out.whole();
    } catch (IOException | RuntimeException e) {
      if (!http.res().isCommitted()) {
        http.res().reset();
        throw e instanceof RuntimeException r
            ? r
            : new Refusal.Invalid("it cannot be sent: " + e.getMessage());
      }
      ServletContextRequest.getServletContextRequest(http.req())
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close();
    }
  }

  /** Says that a browser is to save it under this name. */
  static void saved(Exchange exchange, String name) {
    exchange
        .http()
        .header(
            "Content-Disposition",
            "attachment; filename*=UTF-8''"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
