package io.fleetman.controller.api;

import io.fleetman.controller.access.Operation;
import io.fleetman.controller.storage.Meaning;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.store.ETag;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/storage}: the bucket's raw keys. */
public final class StorageResource implements Area {
  /** A folder or an object of a level. */
  record Entry(
      String key,
      String type,
      @Nullable Long size,
      @Nullable String etag,
      @Nullable Instant lastModified,
      @Nullable String meaning) {
    static Entry folder(String prefix) {
      return new Entry(prefix, "folder", null, null, null, Meaning.ofFolder(prefix).orElse(null));
    }

    static Entry object(ListPage.Entry e) {
      return new Entry(
          e.key(),
          "object",
          e.size(),
          e.etag().value(),
          e.lastModified(),
          Meaning.of(e.key()).map(Meaning::text).orElse(null));
    }
  }

  /** What deleting a folder would take away. */
  record Below(String prefix, long objects, long bytes, List<String> first) {}

  /** A folder to delete, with how many objects its sender has agreed to. */
  record Deletion(String prefix, Long expected, @Nullable String reason) {
    Deletion {
      ApiFields.need("prefix", prefix);
      ApiFields.need("expected", expected);
    }
  }

  /** What was deleted. */
  record Deleted(String prefix, int objects) {}

  @Override
  public void routes(Routes routes) {
    Access view = Access.view(Kind.KEY, "*");
    Access write = Access.administer(Kind.KEY, "*");
    routes.describedIn("storage");
    routes.get("/storage/keys", view, StorageResource::list);
    routes.get("/storage/object", view, StorageResource::get);
    routes.put("/storage/object", write, "storage put", StorageResource::put);
    routes.delete("/storage/object", write, "storage delete", StorageResource::delete);
    routes.get("/storage/folder", view, StorageResource::below);
    routes.post("/storage/deletions", write, "storage delete", StorageResource::deleteFolder);
  }

  private static void list(ApiExchange exchange) {
    ListPage page =
        new RawKeys(exchange.fleet()).level(exchange.query("prefix").orElse(""), exchange.cursor());
    List<Entry> entries =
        new java.util.ArrayList<>(page.folders().stream().map(Entry::folder).toList());
    page.objects().forEach(o -> entries.add(Entry.object(o)));
    exchange.list(entries, page.next());
  }

  private static void get(ApiExchange exchange) throws IOException {
    String key = key(exchange);
    may(exchange, Operation.VIEW, key);
    ObjectBody body = new RawKeys(exchange.fleet()).open(key);
    exchange
        .etag(body.etag())
        .http()
        .header("Content-Length", Long.toString(body.length()))
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment")
        .contentType("application/octet-stream");
    if (exchange.isHead()) {
      body.close();
    } else {
      exchange.http().result(body.stream());
    }
  }

  private static void put(ApiExchange exchange) throws IOException {
    String key = key(exchange);
    may(exchange, Operation.ADMINISTER, key);
    exchange.because(exchange.query("reason").orElse(null));
    RawKeys keys = new RawKeys(exchange.fleet());
    ETag current = keys.find(key).map(ListPage.Entry::etag).orElse(null);
    String match = exchange.http().header("If-Match");
    exchange.match(current);
    if (match == null && current != null) {
      throw new Refusal.Conflict(
          "there is an object " + key + " already: to replace it, send its ETag as If-Match");
    }
    try (InputStream body = exchange.http().bodyInputStream()) {
      keys.upload(key, body, match == null ? null : current);
    }
    ListPage.Entry now =
        keys.find(key)
            .orElseThrow(() -> new Refusal.Conflict("somebody deleted " + key + " meanwhile"));
    exchange.etag(now.etag()).ok(Entry.object(now));
  }

  private static void delete(ApiExchange exchange) {
    String key = key(exchange);
    may(exchange, Operation.ADMINISTER, key);
    exchange.because(exchange.query("reason").orElse(null));
    RawKeys keys = new RawKeys(exchange.fleet());
    ETag current = keys.find(key).map(ListPage.Entry::etag).orElse(null);
    if (current == null) {
      throw new Refusal.NotFound("there is no object " + key);
    }
    exchange.match(current);
    keys.delete(key, current);
    exchange.done();
  }

  private static void below(ApiExchange exchange) {
    String prefix = exchange.query("prefix").orElse("");
    RawKeys.Below below = new RawKeys(exchange.fleet()).below(prefix, exchange.limit());
    exchange.ok(
        new Below(
            prefix,
            below.objects(),
            below.bytes(),
            below.first().stream().map(ListPage.Entry::key).toList()));
  }

  private static void deleteFolder(ApiExchange exchange) {
    Deletion body = exchange.body(Deletion.class);
    may(exchange, Operation.ADMINISTER, body.prefix());
    exchange.because(body.reason());
    exchange.work(
        new FleetObject(Kind.KEY, body.prefix()),
        Unit.OBJECTS,
        (fleet, progress) ->
            new Deleted(
                body.prefix(),
                new RawKeys(fleet).deleteBelow(body.prefix(), body.expected(), progress)),
        exchange::ok);
  }

  private static String key(ApiExchange exchange) {
    return exchange
        .query("key")
        .orElseThrow(() -> ProblemException.invalid("key", "name the object's key"));
  }

  private static void may(ApiExchange exchange, Operation operation, String key) {
    boolean access = key.startsWith("access/");
    exchange.require(access ? Operation.ADMINISTER : operation, Meaning.object(key));
  }
}
