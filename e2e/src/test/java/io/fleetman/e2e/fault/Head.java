package io.fleetman.e2e.fault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the header lines of a request or an answer, with the very bytes that came: a
 * signature covers them.
 */
final class Head {
  private static final int LONGEST = 256 << 10;

  private final byte[] bytes;
  private final String[] lines;
  private final String[] first;

  private Head(byte[] bytes) throws IOException {
    this.bytes = bytes;
    this.lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    this.first = lines[0].split(" ", 3);
    if (first.length < 2) {
      throw new IOException("not HTTP: " + lines[0]);
    }
  }

  /** Reads one, to its empty line; null if the other side ended before the first byte. */
  static @Nullable Head read(InputStream in) throws IOException {
    byte[] buffer = new byte[1024];
    int n = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        if (n == 0) {
          return null;
        }
        throw new EOFException("the connection ended in the middle of a head");
      }
      if (n == LONGEST) {
        throw new IOException("a head of more than " + LONGEST + " bytes");
      }
      if (n == buffer.length) {
        buffer = Arrays.copyOf(buffer, n * 2);
      }
      buffer[n++] = (byte) b;
      if (b == '\n' && n >= 4 && buffer[n - 3] == '\n') {
        return new Head(Arrays.copyOf(buffer, n));
      }
    }
  }

  byte[] bytes() {
    return bytes;
  }

  String method() {
    return first[0];
  }

  /** As it came, encoded. */
  String target() {
    return first[1];
  }

  int status() throws IOException {
    try {
      return Integer.parseInt(first[1]);
    } catch (NumberFormatException e) {
      throw new IOException("not an answer: " + lines[0], e);
    }
  }

  /** A header's value; null if it is not there. */
  @Nullable String header(String name) {
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      if (line.length() > name.length()
          && line.charAt(name.length()) == ':'
          && line.regionMatches(true, 0, name, 0, name.length())) {
        return line.substring(name.length() + 1).strip();
      }
    }
    return null;
  }

  boolean says(String name, String word) {
    String value = header(name);
    return value != null && value.toLowerCase(Locale.ROOT).contains(word);
  }

  /** Of the body; -1 where it is not announced. */
  long length() {
    String value = header("content-length");
    return value == null ? -1 : Long.parseLong(value);
  }

  boolean isChunked() {
    return says("transfer-encoding", "chunked");
  }

  /** The same answer with a body of another length. */
  byte[] withLength(long length) {
    return framed("Content-Length: " + length + "\r\n");
  }

  /** The same answer with a body that ends with the connection. */
  byte[] withoutEnd() {
    return framed("Connection: close\r\n");
  }

  private byte[] framed(String framing) {
    StringBuilder text = new StringBuilder(lines[0]).append("\r\n");
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      String name = lines[i].toLowerCase(Locale.ROOT);
      if (!name.startsWith("content-length:") && !name.startsWith("transfer-encoding:")) {
        text.append(lines[i]).append("\r\n");
      }
    }
    return text.append(framing).append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What a request is about: the key without the bucket; of a LIST the prefix. */
  String key() throws UnsupportedEncodingException {
    String target = target();
    int query = target.indexOf('?');
    if (query >= 0 && target.contains("list-type=")) {
      for (String field : target.substring(query + 1).split("&", -1)) {
        if (field.startsWith("prefix=")) {
          return URLDecoder.decode(field.substring("prefix=".length()), StandardCharsets.UTF_8);
        }
      }
      return "";
    }
    String path = query < 0 ? target : target.substring(0, query);
    int slash = path.indexOf('/', 1);
    return slash < 0
        ? ""
        : URLDecoder.decode(path.substring(slash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
