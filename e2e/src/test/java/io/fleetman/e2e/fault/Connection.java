package io.fleetman.e2e.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's connection: its requests one after another, each passed on or broken. */
final class Connection {
  private static final int BUFFER = 64 << 10;

  private final FaultProxy proxy;
  private final InputStream in;
  private final OutputStream out;
  private @Nullable Upstream upstream;

  Connection(FaultProxy proxy, Socket client) throws IOException {
    this.proxy = proxy;
    this.in = new BufferedInputStream(client.getInputStream(), BUFFER);
    OutputStream raw = client.getOutputStream();
    long width = proxy.line().bytesASecond();
    this.out = new BufferedOutputStream(width > 0 ? new Throttle(raw, width) : raw, BUFFER);
  }

  /** Serves until either side ends, or a fault ends it. */
  void serve() throws IOException, InterruptedException {
    try {
      Head request = Head.read(in);
      while (request != null && serve(request)) {
        request = Head.read(in);
      }
    } finally {
      if (upstream != null) {
        upstream.close();
      }
    }
  }

  private boolean serve(Head request) throws IOException, InterruptedException {
    Thread.sleep(proxy.line().firstByte());
    Optional<Fault> fault = proxy.faults().of(Kind.of(request), request.key());
    return fault.isPresent() ? new Breakage(this, proxy, request).of(fault.get()) : pass(request);
  }

  /** Passes a request and its answer on; says whether the connection can be used again. */
  boolean pass(Head request) throws IOException {
    Head answer = ask(request);
    if (Kind.of(request) == Kind.LIST && answer.status() == 200) {
      byte[] body = keep(request, answer);
      proxy.remember(request.target(), new Answer(answer, body));
      return send(answer, body);
    }
    out.write(answer.bytes());
    if (hasBody(request, answer)) {
      Body.pass(answer, true, fromStore(), out);
    }
    out.flush();
    return stays(answer);
  }

  /** Passes a request on and returns the head of its answer, whose body is still to come. */
  Head ask(Head request) throws IOException {
    if (upstream != null && upstream.isStale()) {
      upstream.close();
      upstream = null;
    }
    if (upstream == null) {
      upstream = proxy.connect();
    }
    return upstream.ask(request, in, out);
  }

  /** The body of an answer, out of its framing. */
  byte[] keep(Head request, Head answer) throws IOException {
    return hasBody(request, answer) ? Body.keep(answer, true, fromStore()) : new byte[0];
  }

  /** Takes in the body of a request that is not passed on. */
  byte[] taken(Head request) throws IOException {
    if (request.isChunked()) {
      throw new IOException("a chunked request cannot be kept: no signer makes one");
    }
    if (request.says("expect", "100-continue")) {
      out.write(Answers.CONTINUE);
      out.flush();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Body.exactly(Math.max(0, request.length()), in, body);
    return body.toByteArray();
  }

  /** Answers with this body under the head of an answer. */
  boolean send(Head answer, byte[] body) throws IOException {
    return send(answer.withLength(body.length), body) && stays(answer);
  }

  boolean send(byte[] head, byte[] body) throws IOException {
    out.write(head);
    out.write(body);
    out.flush();
    return true;
  }

  /** Sends nothing until the client gives up. */
  boolean hang() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
    return false;
  }

  private InputStream fromStore() {
    if (upstream == null) {
      throw new IllegalStateException("nothing was asked");
    }
    return upstream.in();
  }

  private static boolean hasBody(Head request, Head answer) throws IOException {
    return !request.method().equals("HEAD") && !isEmpty(answer);
  }

  private static boolean isEmpty(Head answer) throws IOException {
    return answer.status() == 204 || answer.status() == 304;
  }

  private static boolean stays(Head answer) throws IOException {
    boolean framed = answer.isChunked() || answer.length() >= 0 || isEmpty(answer);
    return framed && !answer.says("connection", "close");
  }
}
