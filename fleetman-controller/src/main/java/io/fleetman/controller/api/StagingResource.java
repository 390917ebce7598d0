package io.fleetman.controller.api;

import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ETag;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** {@code /api/v1/staging}: files that lie ready to be picked; bodies are streamed. */
public final class StagingResource implements Area {
  private static final Access VIEW = Access.view(Kind.STAGING, "*");
  private static final Access EDIT = Access.edit(Kind.STAGING, "*");

  /** What is there under the paths that were put. */
  record Staged(List<FileEntry> files, String seen) {
    static Staged of(SortedMap<RelativePath, TreeEntry> files) {
      return new Staged(FileEntry.all(files), Unseen.of(files.keySet(), files));
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("staging");
    routes.get("/staging", VIEW, StagingResource::list);
    routes.put("/staging/file", EDIT, "staging put", StagingResource::put);
    routes.delete("/staging/file", EDIT, "staging remove", StagingResource::delete);
    routes.upload("/staging/archive", EDIT, "staging put", StagingResource::archive);
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        FileEntry.all(new Staging(exchange.fleet()).list()), f -> f.path().value(), f -> f);
  }

  private static void put(ApiExchange exchange) throws IOException {
    RelativePath path = Bodies.path(exchange);
    Expected expected = expected(exchange, path);
    try (Spool body = exchange.spool(path.value())) {
      HashedTree tree = body.as(path, Bodies.mode(exchange));
      TreeEntry now =
          Objects.requireNonNull(
              new Staging(exchange.fleet())
                  .put(tree, expected, exchange.reason(), UploadListener.NONE)
                  .get(path));
      exchange.etag(new ETag(Objects.requireNonNull(now.sha256()))).ok(FileEntry.put(path, now));
    }
  }

  // What was there when If-Match was checked is what must be there when it is swapped, too.
  private static Expected expected(ApiExchange exchange, RelativePath path) {
    TreeEntry entry = new Staging(exchange.fleet()).list().get(path);
    String sha256 = entry == null ? null : entry.sha256();
    exchange.match(sha256 == null ? null : new ETag(sha256));
    return exchange.http().header("If-Match") != null && sha256 != null
        ? new Expected.Content(sha256)
        : Unseen.expected(exchange);
  }

  private static void delete(ApiExchange exchange) {
    RelativePath path = Bodies.path(exchange);
    Expected expected = expected(exchange, path);
    var _ = new Staging(exchange.fleet()).remove(List.of(path), expected, exchange.reason());
    exchange.done();
  }

  private static void archive(ApiExchange exchange) throws IOException {
    String name =
        exchange
            .query("name")
            .orElseThrow(
                () -> ProblemException.invalid("name", "name the archive, such as jre.tar.gz"));
    Expected expected = Unseen.expected(exchange);
    String reason = exchange.reason();
    Unpacking.of(exchange, name)
        .work(
            new FleetObject(Kind.STAGING, "files"),
            (fleet, tree, progress) ->
                Staged.of(
                    new Staging(fleet)
                        .put(tree, expected, reason, UploadListener.counting(progress))));
  }
}
