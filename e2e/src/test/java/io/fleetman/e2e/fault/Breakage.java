package io.fleetman.e2e.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** What a fault does to one request; each says whether the connection can be used again. */
final class Breakage {
  private static final byte[] NONE = new byte[0];
  private static final int SPACES = 16 << 10;

  private final Connection connection;
  private final FaultProxy proxy;
  private final Head request;

  Breakage(Connection connection, FaultProxy proxy, Head request) {
    this.connection = connection;
    this.proxy = proxy;
    this.request = request;
  }

  boolean of(Fault fault) throws IOException, InterruptedException {
    return switch (fault) {
      case Fault.LostAnswer _ -> lost();
      case Fault.Late late -> later(late.after());
      case Fault.Refusal error -> instead(Answers.error(error, request));
      case Fault.Html _ -> instead(Answers.page());
      case Fault.Hang _ -> connection.hang();
      case Fault.Slow slow -> slow(slow.delay());
      case Fault.Stale _ -> stale();
      case Fault.CutBody _ -> cut(answer());
      case Fault.Drip drip -> drip(answer(), drip.pause());
      case Fault.Endless _ -> endless(answer());
      case Fault.HalfBody _ -> half(answer());
      case Fault.Rewritten rewritten -> rewritten(answer(), rewritten);
    };
  }

  private Answer answer() throws IOException {
    Head head = connection.ask(request);
    return new Answer(head, connection.keep(request, head));
  }

  private boolean lost() throws IOException {
    answer();
    return false;
  }

  private boolean later(Duration after) throws IOException {
    proxy.later(after, request, connection.taken(request));
    return false;
  }

  private boolean instead(byte[] answer) throws IOException {
    connection.taken(request);
    return connection.send(answer, NONE);
  }

  private boolean slow(Duration delay) throws IOException, InterruptedException {
    Thread.sleep(delay);
    return connection.pass(request);
  }

  private boolean stale() throws IOException {
    Answer earlier = proxy.remembered(request.target());
    return earlier == null
        ? connection.pass(request)
        : connection.send(earlier.head(), earlier.body());
  }

  // An answer without a body is cut in its head.
  private boolean cut(Answer answer) throws IOException {
    if (answer.body().length == 0) {
      byte[] head = answer.head().bytes();
      connection.send(Arrays.copyOf(head, head.length / 2), NONE);
    } else {
      connection.send(answer.head().withLength(answer.body().length), firstHalf(answer));
    }
    return false;
  }

  private boolean drip(Answer answer, Duration pause) throws IOException, InterruptedException {
    byte[] drops = answer.body();
    if (drops.length == 0) {
      drops = answer.head().bytes();
    } else {
      connection.send(answer.head().withLength(drops.length), NONE);
    }
    for (int i = 0; i < drops.length - 1; i++) {
      connection.send(new byte[] {drops[i]}, NONE);
      Thread.sleep(pause);
    }
    return connection.hang();
  }

  private boolean endless(Answer answer) throws IOException, InterruptedException {
    byte[] spaces = " ".repeat(SPACES).getBytes(StandardCharsets.US_ASCII);
    connection.send(answer.head().withoutEnd(), firstHalf(answer));
    while (true) {
      connection.send(spaces, NONE);
      Thread.sleep(5);
    }
  }

  private boolean half(Answer answer) throws IOException {
    return connection.send(answer.head(), firstHalf(answer));
  }

  private static byte[] firstHalf(Answer answer) {
    return Arrays.copyOf(answer.body(), answer.body().length / 2);
  }

  private boolean rewritten(Answer answer, Fault.Rewritten words) throws IOException {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    return connection.send(
        answer.head(), body.replace(words.from(), words.to()).getBytes(StandardCharsets.UTF_8));
  }
}
