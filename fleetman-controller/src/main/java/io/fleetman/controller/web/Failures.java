package io.fleetman.controller.web;

import io.fleetman.codec.DocumentException;
import io.fleetman.codec.FieldException;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.TemporaryFolderException;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.store.StoreException;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes what a page or a program is told. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  // Sentences begin with the field that they are about: "health.http: it must be a URL".
  private static final Pattern FIELD = Pattern.compile("([a-zA-Z][\\w.\\[\\]-]*): (.+)");

  private Failures() {}

  static Problem problem(Exception e, String request) {
    return switch (e) {
      case ProblemException p -> p.problem();
      case Refusal.Invalid r ->
          Problem.of("invalid", "The request cannot be used", 422, message(r))
              .with(r.problems().stream().map(Failures::field).toList());
      case Refusal.NotFound r -> Problem.of("not-found", "There is no such thing", 404, message(r));
      case Refusal.Conflict r ->
          Problem.of("conflict", "It is not in the state that this needs", 409, message(r));
      case FieldException f ->
          Problem.of(
                  "invalid",
                  "The request cannot be used",
                  422,
                  f.field().isEmpty() ? message(f) : f.field() + ": " + message(f))
              .with(
                  List.of(
                      new Problem.FieldError(f.field().isEmpty() ? null : f.field(), message(f))));
      case InvalidNameException n ->
          Problem.of("invalid", "The request cannot be used", 422, message(n))
              .with(List.of(new Problem.FieldError(null, message(n))));
      case NotAllowed n -> Problem.of("not-allowed", "This is not allowed", 403, message(n));
      case DocumentException d ->
          Problem.of("unreadable", "A document in the bucket cannot be read", 502, message(d));
      case StoreException s -> {
        log.warn("{}: {}", request, s.getMessage());
        yield Problem.of(
            "store", "The store did not do it", s.isTransient() ? 503 : 502, message(s));
      }
      case TemporaryFolderException t -> {
        log.warn("{}: {}", request, t.getMessage());
        yield Problem.of("no-room", "The controller has no room for it", 507, message(t));
      }
      case CommandException c -> Problem.of("store", "The store did not do it", 503, message(c));
      case HttpResponseException h ->
          Problem.of("http", "The request was refused", h.getStatus(), message(h));
      default -> broken(e).orElseGet(() -> mistake(e, request));
    };
  }

  private static Problem mistake(Exception e, String request) {
    log.error("{} failed", request, e);
    return Problem.of(
        "internal",
        "The controller made a mistake",
        500,
        "this could not be answered; the controller's log says why");
  }

  // A body that ends too early, comes too slowly, or is none.
  private static Optional<Problem> broken(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http && http.getCode() < 500) {
        return Optional.of(
            Problem.of(
                "http",
                "The request was refused",
                http.getCode(),
                "the body cannot be read: " + HttpStatus.getMessage(http.getCode())));
      }
      if (cause instanceof EofException) {
        return Optional.of(
            Problem.of(
                "http", "The request was refused", 400, "the body broke off: send it again"));
      }
    }
    return Optional.empty();
  }

  static void log(String request, Exception e) {
    log.warn("{}: {}", request, e.getMessage());
  }

  private static Problem.FieldError field(String sentence) {
    Matcher m = FIELD.matcher(sentence);
    return m.matches()
        ? new Problem.FieldError(m.group(1), m.group(2))
        : new Problem.FieldError(null, sentence);
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
