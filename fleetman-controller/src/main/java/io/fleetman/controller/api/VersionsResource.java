package io.fleetman.controller.api;

import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.publish.Versions.VersionInfo;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.ObjectBody;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/cells/NODE/CELL/versions}: the versions that are kept of a cell. */
public final class VersionsResource implements Area {
  private static final String BASE = CellsResource.ONE + "/versions";
  private static final String ONE = BASE + "/{version}";

  /** A version in a list. */
  record Kept(
      Version version,
      String state,
      @Nullable Version deployment,
      int files,
      long bytes,
      boolean desired,
      boolean running,
      @Nullable Author author) {
    static Kept of(VersionInfo v) {
      return new Kept(
          v.version(),
          v.state().name().toLowerCase(Locale.ROOT),
          v.deployment(),
          v.files(),
          v.bytes(),
          v.desired(),
          v.running(),
          v.author());
    }
  }

  /** A version. */
  record Whole(
      Version version,
      Version deployment,
      Map<String, String> variables,
      List<FileEntry> files,
      @Nullable Author author) {
    static Whole of(SnapshotMark.Snapshot s) {
      return new Whole(
          s.version(), s.deployment(), s.variables(), FileEntry.all(s.files()), s.author());
    }
  }

  @Override
  public void routes(Routes routes) {
    Access view = Access.view(Kind.VERSION, CellsResource.NAME);
    routes.get(BASE, view, VersionsResource::list);
    routes.get(ONE, view, VersionsResource::show);
    routes.get(ONE + "/file", view, VersionsResource::file);
    routes.get(ONE + "/changes", view, VersionsResource::changes);
    routes.delete(
        ONE,
        Access.edit(Kind.VERSION, CellsResource.NAME + " {version}"),
        "version delete",
        VersionsResource::delete);
  }

  private static Version version(ApiExchange exchange) {
    return exchange.path("version", Version::new);
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        new Versions(exchange.fleet())
            .list(Known.cell(exchange)).stream()
                .sorted(Comparator.comparing(v -> v.version().toString()))
                .toList(),
        v -> v.version().toString(),
        Kept::of);
  }

  private static SnapshotMark.Snapshot get(ApiExchange exchange, Version version) {
    return new Versions(exchange.fleet()).get(Known.cell(exchange), version);
  }

  private static void show(ApiExchange exchange) {
    exchange.ok(Whole.of(get(exchange, version(exchange))));
  }

  private static void file(ApiExchange exchange) {
    RelativePath path = Bodies.path(exchange);
    TreeEntry entry = get(exchange, version(exchange)).files().get(path);
    String key = entry == null ? null : entry.key();
    if (entry == null || key == null) {
      throw new Refusal.NotFound("'" + path + "' is no file of this version");
    }
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

  private static void changes(ApiExchange exchange) {
    Version from =
        exchange
            .query("from")
            .map(Version::new)
            .orElseThrow(() -> new Refusal.Invalid("from: name the version to compare with"));
    ChangePlan plan = Publisher.between(get(exchange, from), get(exchange, version(exchange)));
    exchange.ok(PublishesResource.Changes.of(plan));
  }

  private static void delete(ApiExchange exchange) {
    exchange.because(exchange.query("reason").orElse(null));
    new Versions(exchange.fleet())
        .delete(Known.cell(exchange), version(exchange), exchange.reason());
    exchange.done();
  }
}
