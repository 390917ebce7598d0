package io.fleetman.controller.api;

import static io.fleetman.controller.api.DeploymentsResource.manifest;
import static io.fleetman.controller.api.DeploymentsResource.version;

import io.fleetman.controller.api.DeploymentsResource.Uploaded;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Download;
import io.fleetman.controller.deployment.DraftFiles;
import io.fleetman.controller.deployment.FileContent;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.tree.ArchiveWriter;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.ETag;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A deployment's files, one by one and as archives; bodies are streamed. */
public final class DeploymentFilesResource implements Area {
  private static final String ONE = "/deployments/{manifest}/{version}";
  private static final Access VIEW = Access.view(Kind.DEPLOYMENT, "{manifest} {version}");
  private static final Access EDIT = Access.edit(Kind.DEPLOYMENT, "{manifest} {version}");

  /** A file's attributes. */
  record Attributes(@Nullable String mode) {}

  @Override
  public void routes(Routes routes) {
    routes.get(ONE + "/files", VIEW, DeploymentFilesResource::list);
    routes.get(ONE + "/file", VIEW, DeploymentFilesResource::get);
    routes.put(ONE + "/file", EDIT, "deployment put", DeploymentFilesResource::put);
    routes.patch(ONE + "/file", EDIT, "deployment mode", DeploymentFilesResource::attributes);
    routes.delete(ONE + "/file", EDIT, "deployment take-out", DeploymentFilesResource::delete);
    routes.get(ONE + "/archive", VIEW, DeploymentFilesResource::download);
    routes.upload(ONE + "/archive", EDIT, "upload", DeploymentFilesResource::upload);
  }

  private static DeploymentDocument found(ApiExchange exchange) {
    return new Deployments(exchange.fleet()).get(manifest(exchange), version(exchange));
  }

  private static void list(ApiExchange exchange) {
    exchange.list(FileEntry.all(found(exchange).files()), f -> f.path().value(), f -> f);
  }

  private static void get(ApiExchange exchange) {
    DeploymentDocument deployment = found(exchange);
    RelativePath path = Bodies.path(exchange);
    TreeEntry entry = deployment.files().get(path);
    String sha256 = entry == null ? null : entry.sha256();
    if (entry == null || sha256 == null) {
      throw new Refusal.NotFound("'" + path + "' is no file of this deployment");
    }
    exchange.etag(new ETag(sha256));
    String picture =
        exchange.query("show").isPresent() ? FileContent.picture(path).orElse(null) : null;
    if (picture == null) {
      Bodies.saved(exchange, path.value().substring(path.value().lastIndexOf('/') + 1));
    }
    Bodies.out(
        exchange,
        picture == null ? "application/octet-stream" : picture,
        entry.size(),
        to -> new Download(exchange.fleet()).file(deployment, path, to));
  }

  private static void put(ApiExchange exchange) throws IOException {
    RelativePath path = Bodies.path(exchange);
    String mode = Bodies.mode(exchange);
    TreeEntry old =
        new Deployments(exchange.fleet())
            .find(manifest(exchange), version(exchange))
            .map(d -> d.files().get(path))
            .orElse(null);
    String known = old == null ? null : old.sha256();
    exchange.match(known == null ? null : new ETag(known));
    try (Spool body = exchange.spool(path.value())) {
      HashedTree tree = body.as(path, mode);
      Uploaded done =
          Uploaded.of(
              new DraftFiles(exchange.fleet())
                  .put(
                      manifest(exchange),
                      version(exchange),
                      tree,
                      expected(exchange, known),
                      UploadListener.NONE),
              List.of(path));
      TreeEntry now = Objects.requireNonNull(tree.index().get(path));
      exchange.etag(new ETag(Objects.requireNonNull(now.sha256()))).ok(done);
    }
  }

  private static Expected expected(ApiExchange exchange, @Nullable String known) {
    return exchange.http().header("If-Match") != null && known != null
        ? new Expected.Content(known)
        : Unseen.expected(exchange);
  }

  private static void attributes(ApiExchange exchange) {
    RelativePath path = Bodies.path(exchange);
    Attributes wanted = exchange.body(Attributes.class);
    DeploymentDocument now =
        new DraftFiles(exchange.fleet())
            .setMode(manifest(exchange), version(exchange), path, Needed.of("mode", wanted.mode()));
    exchange.ok(FileEntry.of(path, Objects.requireNonNull(now.files().get(path))));
  }

  private static void delete(ApiExchange exchange) {
    RelativePath path = Bodies.path(exchange);
    TreeEntry old = found(exchange).files().get(path);
    String known = old == null ? null : old.sha256();
    exchange.match(known == null ? null : new ETag(known));
    var _ =
        new DraftFiles(exchange.fleet())
            .remove(
                manifest(exchange), version(exchange), List.of(path), expected(exchange, known));
    exchange.done();
  }

  private static void download(ApiExchange exchange) {
    DeploymentDocument deployment = found(exchange);
    String ending = exchange.query("form").orElse("tar.gz");
    ArchiveWriter.Form form =
        switch (ending) {
          case "tar.gz" -> ArchiveWriter.Form.TAR_GZ;
          case "zip" -> ArchiveWriter.Form.ZIP;
          default -> throw ProblemException.invalid("form", "write tar.gz or zip");
        };
    Bodies.saved(exchange, deployment.manifest() + "-" + deployment.version() + "." + ending);
    Bodies.out(
        exchange,
        form == ArchiveWriter.Form.ZIP ? "application/zip" : "application/gzip",
        null,
        to -> new Download(exchange.fleet()).archive(deployment, form, to));
  }

  private static void upload(ApiExchange exchange) throws IOException {
    String name =
        exchange
            .query("name")
            .orElseThrow(
                () -> ProblemException.invalid("name", "name the archive, such as web.tar.gz"));
    ManifestId manifest = manifest(exchange);
    Version version = version(exchange);
    String seen = seen(exchange, manifest, version);
    Expected expected = Unseen.expected(exchange);
    Unpacking.of(exchange, name)
        .work(
            DeploymentsResource.object(manifest, version),
            (fleet, tree, progress) ->
                Uploaded.of(
                    new DraftFiles(fleet)
                        .put(
                            manifest,
                            version,
                            tree,
                            expected,
                            seen,
                            UploadListener.counting(progress)),
                    tree.index().keySet()));
  }

  // What the draft was when If-Match was checked is what it must be when it is swapped, too.
  private static @Nullable String seen(ApiExchange exchange, ManifestId manifest, Version version) {
    String now =
        new Deployments(exchange.fleet()).find(manifest, version).map(Tag::of).orElse(null);
    exchange.match(now == null ? null : new ETag(now));
    return exchange.http().header("If-Match") == null ? null : now;
  }
}
