package io.fleetman.embedded;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Field;
import java.util.EnumSet;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.gaul.shaded.org.eclipse.jetty.server.Server;

/**
 * Reads a refused request's body before the refusal is sent. s3proxy refuses a stale {@code
 * If-Match} from the headers alone; the server then drops the connection with the body unread, and
 * the client sees a broken pipe where it should see 412, be it in this request or in its next.
 */
final class ReadToTheEnd extends HttpFilter {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Longer bodies are announced with Expect: 100-continue, or are not worth reading for nothing.
   */
  private static final long LONGEST = 8L << 20;

  /** Puts the filter before s3proxy's servlet. It has no opening for that, hence the reflection. */
  static void install(S3Proxy server) {
    try {
      Field field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      ((Server) field.get(server))
          .getDescendant(ServletContextHandler.class)
          .addFilter(
              new FilterHolder(new ReadToTheEnd()), "/*", EnumSet.of(DispatcherType.REQUEST));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not the s3proxy this was written for", e);
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean small = request.getContentLengthLong() <= LONGEST;
    chain.doFilter(small ? new Request(request) : request, response);
  }

  private static final class Request extends HttpServletRequestWrapper {
    Request(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new Body(super.getInputStream());
    }
  }

  /** s3proxy closes the body before it answers with an error. */
  private static final class Body extends ServletInputStream {
    private final ServletInputStream body;

    Body(ServletInputStream body) {
      this.body = body;
    }

    @Override
    public void close() throws IOException {
      long left = LONGEST;
      byte[] sink = new byte[8192];
      try {
        for (int n = 0; n >= 0 && left > 0; n = body.read(sink)) {
          left -= n;
        }
      } finally {
        body.close();
      }
    }

    @Override
    public int read() throws IOException {
      return body.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return body.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
      return body.available();
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
