package io.fleetman.controller.web;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.support.Listing;
import io.fleetman.document.Author;
import io.fleetman.document.RequestDocument;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ListPage;
import io.fleetman.store.Precondition;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request with an {@code Idempotency-Key} is done once, whichever controller it reaches: it is
 * written down, create-only, before it is begun, and its answer is kept for a day.
 */
final class Idempotency {
  static final String HEADER = "Idempotency-Key";
  private static final Logger log = LoggerFactory.getLogger(Idempotency.class);
  private static final int LONGEST = 200;
  private static final Duration KEPT = Duration.ofDays(1);
  // Every so many requests those of the day before are deleted; which one it hits is chance enough.
  private static final int SWEEP_EVERY = 64;

  private final Site site;
  private final Principal principal;

  Idempotency(Site site, Principal principal) {
    this.site = site;
    this.principal = principal;
  }

  void once(String key, ApiExchange exchange, ApiHandler handler) throws Exception {
    if (key.isBlank() || key.length() > LONGEST) {
      throw ProblemException.invalid(
          HEADER, "it has from 1 to " + LONGEST + " characters; a UUID is a good one");
    }
    Context ctx = exchange.http();
    DocumentStore documents = site.documents();
    String id = hash(principal.by() + "\n" + key);
    String asked =
        hash(
            ctx.method()
                + " "
                + ctx.path()
                + "?"
                + Objects.requireNonNullElse(ctx.queryString(), "")
                + "\n"
                + exchange.bodyHash());
    try {
      once(id, asked, exchange, handler, documents);
    } finally {
      exchange.dropBody();
    }
  }

  private void once(
      String id, String asked, ApiExchange exchange, ApiHandler handler, DocumentStore documents)
      throws Exception {
    Author author = new Author(principal.by(), site.clock().instant(), null);
    RequestDocument begun = new RequestDocument(id, asked, null, author);
    switch (documents.create(Keys.apiRequest(id), begun, RequestDocument.class)) {
      case WriteResult.Written<RequestDocument>(var etag) -> {
        try {
          handler.answer(exchange);
        } catch (Exception e) {
          forget(documents, id);
          throw e;
        }
        keep(documents, new RequestDocument(id, asked, answer(exchange), author), etag);
        sweep(documents, id);
      }
      case WriteResult.Lost<RequestDocument>(var current) ->
          again(
              exchange.http(),
              asked,
              current
                  .found()
                  .orElseThrow(
                      () -> conflict("a request with this key has just ended: send it again")));
    }
  }

  private static RequestDocument.Answer answer(ApiExchange exchange) throws IOException {
    Context ctx = exchange.http();
    InputStream body = exchange.keepsSecret() ? null : ctx.resultInputStream();
    String text = null;
    if (body != null) {
      byte[] bytes = body.readAllBytes();
      ctx.result(bytes);
      text = new String(bytes, StandardCharsets.UTF_8);
    }
    return new RequestDocument.Answer(
        ctx.statusCode(),
        text,
        ctx.res().getHeader(Header.LOCATION),
        ctx.res().getHeader(Header.ETAG),
        exchange.keepsSecret());
  }

  private static void again(Context ctx, String asked, RequestDocument before) {
    if (!before.asked().equals(asked)) {
      throw new ProblemException(
          Problem.of(
              "key-reused",
              "The key belongs to another request",
              422,
              HEADER + " was sent with another request before: take a fresh one for each"));
    }
    RequestDocument.Answer answer = before.answer();
    if (answer == null) {
      throw conflict(
          "a request with this key is under way, or its controller ended in the middle of it: look"
              + " whether it was done, and if not, send it with a fresh key");
    }
    if (answer.secret()) {
      throw conflict("this was done; its answer held a secret, which is shown once and not kept");
    }
    ctx.status(HttpStatus.forStatus(answer.status())).header("Idempotency-Replayed", "true");
    ctx.header(Header.CACHE_CONTROL, "no-store");
    if (answer.location() != null) {
      ctx.header(Header.LOCATION, answer.location());
    }
    if (answer.etag() != null) {
      ctx.header(Header.ETAG, answer.etag());
    }
    if (answer.body() != null) {
      ctx.contentType("application/json").result(answer.body());
    }
  }

  private static ProblemException conflict(String detail) {
    return new ProblemException(
        Problem.of("conflict", "It is not in the state that this needs", 409, detail));
  }

  // The request was done; that its answer is not kept must not make it look as if it was not.
  private static void keep(
      DocumentStore documents, RequestDocument done, io.fleetman.store.ETag begun) {
    try {
      var _ =
          documents.write(
              Keys.apiRequest(done.id()), done, RequestDocument.class, Precondition.matches(begun));
    } catch (StoreException e) {
      log.warn("an answer is not kept for its {}: {}", HEADER, e.getMessage());
    }
  }

  private static void forget(DocumentStore documents, String id) {
    try {
      documents.objects().delete(Keys.apiRequest(id));
    } catch (StoreException e) {
      log.warn("a request that failed keeps its {}: {}", HEADER, e.getMessage());
    }
  }

  private static void sweep(DocumentStore documents, String id) {
    if (Integer.parseInt(id.substring(0, 4), 16) % SWEEP_EVERY != 0) {
      return;
    }
    try {
      Listing kept = Listing.level(documents.objects(), Keys.apiRequests());
      Instant now = kept.storeNow();
      List<String> old =
          kept.objects().stream()
              .filter(e -> now != null && e.lastModified().isBefore(now.minus(KEPT)))
              .map(ListPage.Entry::key)
              .toList();
      documents.objects().deleteAll(old);
    } catch (StoreException e) {
      log.warn("answers of yesterday are still kept: {}", e.getMessage());
    }
  }

  private static String hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 40);
  }
}
