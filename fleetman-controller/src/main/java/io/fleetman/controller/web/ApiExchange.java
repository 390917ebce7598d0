package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.codec.StrictJson;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Progress;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Spool;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.store.ETag;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A program's request, and the resource that answers it. */
public final class ApiExchange extends Exchange {
  private static final int PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;
  private static final int LONGEST_CURSOR = 2_000;

  private boolean secret;
  private @Nullable Spool spooled;

  private final Sites sites;

  ApiExchange(Context http, Route route, Sites sites, Site site, Principal principal) {
    super(http, route, site, principal, AuditDocument.Via.API);
    this.sites = sites;
  }

  /**
   * The body.
   *
   * @param type a record
   * @throws io.fleetman.codec.FieldException which names what is wrong with it
   */
  public <T> T body(Class<T> type) {
    return StrictJson.read(http().bodyAsBytes(), type);
  }

  /**
   * Takes a body of any size in; whoever calls closes it.
   *
   * @param name what it is called
   * @throws Refusal.Invalid if it is larger than what is taken, or than this machine has room for
   */
  public Spool spool(String name) throws IOException {
    Spool there = spooled;
    spooled = null;
    return there == null ? Uploads.take(http(), name) : there;
  }

  /** The body's SHA-256; one of any size is taken in for that. */
  String bodyHash() throws IOException {
    if (!streamed()) {
      return Sha256.of(http().bodyAsBytes());
    }
    Spool taken = Uploads.take(http(), query("name").orElse("body"));
    spooled = taken;
    return taken.sha256();
  }

  /** Lets go of a body that was taken in and that nobody asked for. */
  void dropBody() {
    Spool left = spooled;
    spooled = null;
    if (left != null) {
      left.close();
    }
  }

  /** How many items are wanted: {@code limit}, from 1 to 1,000, by default 100. */
  public int limit() {
    return query("limit").map(ApiExchange::limit).orElse(PAGE);
  }

  private static int limit(String text) {
    if (text.matches("[0-9]{1,4}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LONGEST_PAGE) {
        return limit;
      }
    }
    throw ProblemException.invalid("limit", "write a number from 1 to " + LONGEST_PAGE);
  }

  /** Whether a parameter of the query is {@code true}; false if it is missing. */
  public boolean flag(String name) {
    return switch (query(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ProblemException.invalid(name, "write true or false");
    };
  }

  /** Where the page begins: what the page before gave as {@code next}; null for the first page. */
  public @Nullable String cursor() {
    return query("cursor").map(ApiExchange::decoded).orElse(null);
  }

  private static String decoded(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.length() <= LONGEST_CURSOR && text.indexOf('\0') < 0) {
        return text;
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // none of ours, as below
    }
    throw ProblemException.invalid("cursor", "send what the page before gave as next");
  }

  /** A parameter of the query; there may be but one of it. */
  @Override
  public Optional<String> query(String name) {
    if (http().queryParams(name).size() > 1) {
      throw ProblemException.invalid(name, "it is there twice: send it once");
    }
    return super.query(name);
  }

  /**
   * Answers with a page of a list that is in memory, in the order of its keys.
   *
   * @param all sorted by key
   * @param key unique, and what the cursor stands for
   * @param item what the program is told of one
   */
  public <T, R> void list(List<T> all, Function<T, String> key, Function<T, R> item) {
    String after = cursor();
    int limit = limit();
    List<R> items = new ArrayList<>();
    String last = null;
    for (T one : all) {
      String its = key.apply(one);
      if (after != null && its.compareTo(after) <= 0) {
        continue;
      }
      if (items.size() == limit) {
        list(items, last);
        return;
      }
      items.add(item.apply(one));
      last = its;
    }
    list(items, null);
  }

  /**
   * Answers with a page of a list.
   *
   * @param next where the next page begins, as the handler will understand it; null: no more
   */
  public <R> void list(List<R> items, @Nullable String next) {
    String cursor =
        next == null
            ? null
            : Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(next.getBytes(StandardCharsets.UTF_8));
    ok(new Listed<>(items, cursor));
  }

  /** Answers with a document. */
  public void ok(Object document) {
    answer(HttpStatus.OK, document);
  }

  /**
   * Answers with what was created.
   *
   * @param path of the resource, below {@code /api/v1}
   */
  public void created(String path, Object document) {
    var _ = at(path);
    answer(HttpStatus.CREATED, document);
  }

  /**
   * Says where the resource is that the answer is about.
   *
   * @param path below {@code /api/v1}
   */
  public ApiExchange at(String path) {
    http().header(Header.LOCATION, Routes.API + path + "?bucket=" + Frame.encoded(site().name()));
    return this;
  }

  /** All buckets of the configuration. */
  public Sites sites() {
    return sites;
  }

  /** The answer holds a secret: it is not kept for whoever sends the same request again. */
  public ApiExchange secret() {
    secret = true;
    return this;
  }

  boolean keepsSecret() {
    return secret;
  }

  /** Answers that something was begun. */
  public void accepted(Object document) {
    answer(HttpStatus.ACCEPTED, document);
  }

  /** Work that may take long; called once. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it, and returns what the program is told of it. */
    T on(OpenFleet fleet, Progress progress);
  }

  /**
   * Does something that may take long. A program that says {@code Prefer: respond-async} is
   * answered at once with an operation to look at; any other when it is done.
   *
   * @param object what it is done to
   * @param unit what the work counts
   * @param work does it; must not touch the request
   * @param answer tells the program what came of it, if it waited
   */
  public <T> void work(FleetObject object, Unit unit, Work<T> work, Consumer<T> answer) {
    if (!prefers("respond-async")) {
      answer.accept(work.on(fleet(), Progress.NONE));
      return;
    }
    String id = fleet().newId();
    Run run = new Operations(unrecorded()).begin(id, does(), object, unit, reason());
    OperationView begun = OperationView.of(new Operations.Seen(run.document(), false));
    run.start();
    inBackground(
        fleet ->
            LongWork.end(
                run, does(), () -> Json.tree(Objects.requireNonNull(work.on(fleet, run)))));
    http().header("Preference-Applied", "respond-async");
    at("/operations/" + id).accepted(begun);
  }

  private boolean prefers(String what) {
    return Collections.list(http().req().getHeaders("Prefer")).stream()
        .flatMap(line -> Arrays.stream(line.split("[,;]", -1)))
        .anyMatch(word -> word.strip().equalsIgnoreCase(what));
  }

  /** Answers that it is done, and that there is nothing to say about it. */
  public void done() {
    http().status(HttpStatus.NO_CONTENT);
  }

  /** Says in which state the resource is: what {@code If-Match} may name. */
  public ApiExchange etag(ETag etag) {
    http().header(Header.ETAG, quoted(etag));
    return this;
  }

  /**
   * Checks {@code If-Match}, if the program sent one.
   *
   * @param current the resource's state; null if there is none
   * @throws ProblemException 412 if it is in another state than the program has seen
   */
  public void match(@Nullable ETag current) {
    String wanted = http().header("If-Match");
    if (wanted == null || EntityTags.match(wanted, current)) {
      return;
    }
    throw new ProblemException(
        Problem.of(
                "changed",
                "It was changed in the meantime",
                412,
                current == null
                    ? "there is no such thing any more, or there never was: look again, then decide"
                        + " again"
                    : "somebody changed this after you read it: read it again, then decide again")
            .with(new Problem.States(wanted, current == null ? null : quoted(current))));
  }

  private static String quoted(ETag etag) {
    return '"' + etag.value() + '"';
  }

  private void answer(HttpStatus status, Object document) {
    http()
        .status(status)
        .header(Header.CACHE_CONTROL, "no-store")
        .contentType("application/json")
        .result(Json.write(document));
  }
}
