package io.fleetman.e2e.fault;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Answers that do not come from the store. */
final class Answers {
  static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");

  private static final byte[] PAGE =
      ascii("<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>");

  private Answers() {}

  /** What S3 says when it refuses; without a body for a HEAD. */
  static byte[] error(Fault.Refusal error, Head request) {
    byte[] body =
        ascii(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>%s</Code><Message>made by the fault proxy</Message>\
            <RequestId>0</RequestId><HostId>proxy</HostId></Error>\
            """
                .formatted(error.code()));
    boolean isHead = request.method().equals("HEAD");
    return joined(
        head(error.status() + " " + error.code(), "application/xml", isHead ? 0 : body.length),
        isHead ? new byte[0] : body);
  }

  /** The page of a portal that wants a login first. */
  static byte[] page() {
    return joined(head("200 OK", "text/html", PAGE.length), PAGE);
  }

  private static byte[] head(String status, String type, int length) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    return ascii(
        """
        HTTP/1.1 %s\r
        Date: %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(status, date, type, length));
  }

  private static byte[] joined(byte[] head, byte[] body) {
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
