package io.fleetman.controller.api;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FileType;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ETag;
import io.fleetman.store.ObjectBody;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/cells/NODE/CELL/overrides}: files laid over the version's; bodies are streamed.
 */
public final class OverridesResource implements Area {
  private static final String BASE = CellsResource.ONE + "/overrides";
  private static final String FILE = CellsResource.ONE + "/override";

  /** An override. */
  record Overridden(
      RelativePath path,
      boolean leftOut,
      @Nullable FileType type,
      long size,
      @Nullable String sha256,
      @Nullable String owner,
      @Nullable String group,
      @Nullable String mode,
      String etag) {
    static Overridden of(RelativePath path, TreeEntry e) {
      return new Overridden(
          path,
          e.deleted(),
          e.deleted() ? null : e.type(),
          e.size(),
          e.sha256(),
          e.owner(),
          e.group(),
          e.deleted() ? null : e.mode(),
          '"' + Overrides.tag(e) + '"');
    }
  }

  @Override
  public void routes(Routes routes) {
    Access view = Access.view(Kind.OVERRIDES, CellsResource.NAME);
    Access edit = Access.edit(Kind.OVERRIDES, CellsResource.NAME);
    routes.get(BASE, view, OverridesResource::list);
    routes.get(FILE, view, OverridesResource::get);
    routes.put(FILE, edit, "override set", OverridesResource::put);
    routes.delete(FILE, edit, "override rm", OverridesResource::delete);
  }

  private static SortedMap<RelativePath, TreeEntry> files(ApiExchange exchange) {
    CellRef cell = Known.cell(exchange);
    var _ = new Cells(exchange.fleet()).get(cell);
    return new Overrides(exchange.fleet())
        .list(cell)
        .map(OverridesDocument::files)
        .orElse(Collections.emptySortedMap());
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        files(exchange).entrySet().stream()
            .map(e -> Overridden.of(e.getKey(), e.getValue()))
            .toList(),
        o -> o.path().value(),
        o -> o);
  }

  private static void get(ApiExchange exchange) {
    RelativePath path = Bodies.path(exchange);
    TreeEntry entry = files(exchange).get(path);
    String key = entry == null ? null : entry.key();
    if (entry == null || key == null) {
      throw new Refusal.NotFound("'" + path + "' is no override with content");
    }
    exchange.etag(new ETag(Overrides.tag(entry)));
    Bodies.saved(exchange, path.value().substring(path.value().lastIndexOf('/') + 1));
    Bodies.out(
        exchange,
        "application/octet-stream",
        entry.size(),
        to -> {
          try (ObjectBody body = exchange.fleet().objects().open(key)) {
            body.stream().transferTo(to);
          }
        });
  }

  // What was there when If-Match was checked is what must be there when it is swapped, too.
  private static @Nullable String seen(ApiExchange exchange, @Nullable TreeEntry there) {
    exchange.match(there == null ? null : new ETag(Overrides.tag(there)));
    return exchange.http().header("If-Match") == null ? null : Overrides.tag(there);
  }

  private static void put(ApiExchange exchange) throws IOException {
    exchange.because(exchange.query("reason").orElse(null));
    RelativePath path = Bodies.path(exchange);
    CellRef cell = Known.cell(exchange);
    String seen = seen(exchange, files(exchange).get(path));
    Overrides overrides = new Overrides(exchange.fleet());
    OverridesDocument now;
    if (exchange.query("leaveOut").isPresent()) {
      now = overrides.hide(cell, path, seen, exchange.reason());
    } else {
      try (Spool body = exchange.spool(path.value())) {
        now = overrides.set(cell, path, body.file(), attributes(exchange), seen, exchange.reason());
      }
    }
    TreeEntry entry = now.files().get(path);
    if (entry != null) {
      exchange.etag(new ETag(Overrides.tag(entry))).ok(Overridden.of(path, entry));
    }
  }

  private static Overrides.Attributes attributes(ApiExchange exchange) {
    return new Overrides.Attributes(
        exchange.query("type").map(OverridesResource::type).orElse(null),
        exchange.query("owner").orElse(null),
        exchange.query("group").orElse(null),
        exchange.query("mode").orElse(null));
  }

  private static FileType type(String text) {
    try {
      return FileType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("type", "write text, template or binary");
    }
  }

  private static void delete(ApiExchange exchange) {
    exchange.because(exchange.query("reason").orElse(null));
    RelativePath path = Bodies.path(exchange);
    String seen = seen(exchange, files(exchange).get(path));
    var _ =
        new Overrides(exchange.fleet()).remove(Known.cell(exchange), path, seen, exchange.reason());
    exchange.done();
  }
}
