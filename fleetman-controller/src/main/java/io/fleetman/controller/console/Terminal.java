package io.fleetman.controller.console;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command talks: results to standard output; questions, progress and messages to standard
 * error, so that a pipe gets results alone.
 */
public final class Terminal {
  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean asks;
  private final Paint outPaint;
  private final Paint errPaint;
  private final boolean live;
  private final boolean shown;

  /**
   * @param in the answers
   * @param out results
   * @param err everything else
   * @param asks whether somebody is there to answer
   * @param outPaint colours of results
   * @param errPaint colours of everything else
   * @param live whether lines may be redrawn
   * @param shown whether results go to a terminal
   */
  public Terminal(
      BufferedReader in,
      PrintStream out,
      PrintStream err,
      boolean asks,
      Paint outPaint,
      Paint errPaint,
      boolean live,
      boolean shown) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.asks = asks;
    this.outPaint = outPaint;
    this.errPaint = errPaint;
    this.live = live;
    this.shown = shown;
  }

  /** The process's own. Colours are off without a terminal, and where {@code NO_COLOR} is set. */
  public static Terminal system(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    String noColour = environment.getOrDefault("NO_COLOR", "");
    boolean colours = noColour.isEmpty() && !"dumb".equals(environment.get("TERM"));
    boolean errTerminal = isTerminal(2);
    return new Terminal(
        new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())),
        out,
        err,
        isTerminal(0) && errTerminal,
        new Paint(colours && isTerminal(1)),
        new Paint(colours && errTerminal),
        errTerminal && !"dumb".equals(environment.get("TERM")),
        isTerminal(1));
  }

  /** A result: a line on standard output. Nothing in it is obeyed by a terminal but colours. */
  public void print(String line) {
    out.println(Harmless.text(line, outPaint.on()));
  }

  /** A message: a line on standard error, as harmless. */
  public void say(String line) {
    err.println(Harmless.text(line, errPaint.on()));
  }

  /** Colours for {@link #print}. */
  public Paint paint() {
    return outPaint;
  }

  /** Colours for {@link #say}. */
  public Paint sayPaint() {
    return errPaint;
  }

  /** Whether nobody reads the results any more. */
  public boolean isDeaf() {
    return out.checkError();
  }

  /** Whether results go to somebody's terminal, where bytes of others must not go as they are. */
  public boolean isShown() {
    return shown;
  }

  /** Standard output, for what writes itself. */
  public PrintStream out() {
    return out;
  }

  /** Bytes of others as they are; on a terminal as text that it does not obey. */
  public void pass(InputStream bytes) throws IOException {
    if (shown) {
      Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
      char[] block = new char[8192];
      for (int n = text.read(block); n >= 0; n = text.read(block)) {
        out.print(Harmless.text(new String(block, 0, n), false));
      }
    } else {
      bytes.transferTo(out);
    }
    out.flush();
  }

  /** Standard error, for what writes itself. */
  public PrintStream err() {
    return err;
  }

  /** Whether somebody is there to answer. */
  public boolean asks() {
    return asks;
  }

  /** Whether lines on standard error may be redrawn. */
  public boolean live() {
    return live;
  }

  /**
   * Asks for a line of text.
   *
   * @param otherwise what an empty answer means; null: it is asked again
   * @throws CommandException if nobody is there to answer
   */
  public String ask(String question, @Nullable String otherwise) {
    while (true) {
      String hint = otherwise == null || otherwise.isEmpty() ? "" : " [" + otherwise + "]";
      err.print(errPaint.bold(question) + hint + ": ");
      err.flush();
      String answer = readLine().strip();
      if (!answer.isEmpty()) {
        return answer;
      }
      if (otherwise != null) {
        return otherwise;
      }
    }
  }

  /** Asks for a line that is not shown while it is typed, where the terminal can do that. */
  public String askSecret(String question) {
    Optional<char[]> typed =
        asks ? console().map(console -> console.readPassword("%s: ", question)) : Optional.empty();
    if (typed.isPresent()) {
      return new String(typed.get()).strip();
    }
    return ask(question, "");
  }

  /** Asks for a yes; anything else is a no. */
  public boolean confirm(String question) {
    err.print(errPaint.bold(question) + " [y/N] ");
    err.flush();
    String answer = readLine().strip();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  private String readLine() {
    try {
      String line = in.readLine();
      if (line == null) {
        err.println();
        throw new CommandException(ExitCode.USAGE, "there was no answer: nothing was changed");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be read", e);
    }
  }

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  // System.console() speaks for input and output together, but a pipe on one of them must not take
  // the colours or the questions from the other.
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return console().isPresent();
    }
  }
}
