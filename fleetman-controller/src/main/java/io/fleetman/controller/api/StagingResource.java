package io.fleetman.controller.api;

import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Sources;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import io.fleetman.store.ETag;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/staging}: files that lie ready to be picked; bodies are streamed. */
public final class StagingResource implements Area {
  private static final Access VIEW = Access.view(Kind.STAGING, "*");
  private static final Access EDIT = Access.edit(Kind.STAGING, "*");

  /** What is there under the paths that were put. */
  record Staged(List<FileEntry> files) {}

  @Override
  public void routes(Routes routes) {
    routes.describedIn("staging");
    routes.get("/staging", VIEW, StagingResource::list);
    routes.put("/staging/file", EDIT, "staging put", StagingResource::put);
    routes.delete("/staging/file", EDIT, "staging remove", StagingResource::delete);
    routes.post("/staging/archive", EDIT, "staging put", StagingResource::archive);
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        FileEntry.all(new Staging(exchange.fleet()).list()), f -> f.path().value(), f -> f);
  }

  private static void put(ApiExchange exchange) throws IOException {
    RelativePath path = Bodies.path(exchange);
    match(exchange, path);
    try (Spool body = Bodies.in(exchange, path.value())) {
      HashedTree tree = body.as(path, exchange.query("mode").orElse("0644"));
      TreeEntry now =
          Objects.requireNonNull(
              new Staging(exchange.fleet())
                  .put(tree, exchange.reason(), UploadListener.NONE)
                  .get(path));
      exchange.etag(new ETag(Objects.requireNonNull(now.sha256()))).ok(FileEntry.of(path, now));
    }
  }

  private static void match(ApiExchange exchange, RelativePath path) {
    exchange.match(etag(new Staging(exchange.fleet()).list().get(path)));
  }

  private static @Nullable ETag etag(@Nullable TreeEntry entry) {
    String sha256 = entry == null ? null : entry.sha256();
    return sha256 == null ? null : new ETag(sha256);
  }

  private static void delete(ApiExchange exchange) {
    RelativePath path = Bodies.path(exchange);
    match(exchange, path);
    var _ = new Staging(exchange.fleet()).remove(List.of(path), exchange.reason());
    exchange.done();
  }

  private static void archive(ApiExchange exchange) throws IOException {
    String name =
        exchange
            .query("name")
            .orElseThrow(
                () -> ProblemException.invalid("name", "name the archive, such as jre.tar.gz"));
    try (Spool body = Bodies.in(exchange, name);
        Sources sources = Sources.archive(body, name)) {
      if (sources.tree().files().isEmpty()) {
        throw new Refusal.Invalid(name + " has no files: pack some");
      }
      exchange.ok(
          new Staged(
              FileEntry.all(
                  new Staging(exchange.fleet())
                      .put(
                          HashedTree.of(sources.tree()), exchange.reason(), UploadListener.NONE))));
    }
  }
}
