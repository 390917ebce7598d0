package io.fleetman.controller.api;

import io.fleetman.controller.deployment.DeploymentSummary;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.deployment.SealResult;
import io.fleetman.controller.deployment.UploadResult;
import io.fleetman.controller.staging.Staging;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OperationDocument.Unit;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.ETag;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/deployments}: versions of manifests' files. */
public final class DeploymentsResource implements Area {
  private static final String ONE = "/deployments/{manifest}/{version}";
  private static final Access VIEW = Access.view(Kind.DEPLOYMENT, "{manifest} {version}");
  private static final Access EDIT = Access.edit(Kind.DEPLOYMENT, "{manifest} {version}");

  /** A new draft; {@code from}: with the files of that version. */
  record New(@Nullable ManifestId manifest, @Nullable Version version, @Nullable Version from) {}

  /** Why something is done. */
  record Why(@Nullable String reason) {}

  /** Files of staging. */
  record Pick(@Nullable List<RelativePath> paths) {}

  /** What keeps a draft from being sealed. */
  record Blockers(List<String> blockers) {}

  /** What sealing came to. */
  record Sealed(DeploymentSummary deployment, boolean already, List<RelativePath> leftOut) {}

  /** What an upload came to. */
  record Uploaded(
      DeploymentSummary deployment,
      int uploaded,
      int copied,
      int unchanged,
      long bytes,
      String seen) {
    static Uploaded of(UploadResult r, Collection<RelativePath> paths) {
      return new Uploaded(
          DeploymentSummary.of(r.deployment()),
          r.uploaded(),
          r.copied(),
          r.unchanged(),
          r.bytes(),
          Unseen.of(paths, r.deployment().files()));
    }
  }

  /** What was deleted for good. */
  record Purged(List<String> purged, int objects) {}

  @Override
  public void routes(Routes routes) {
    routes.describedIn("deployments");
    routes.get("/deployments", Access.view(Kind.DEPLOYMENT, "*"), DeploymentsResource::list);
    routes.post(
        "/deployments",
        Access.edit(Kind.DEPLOYMENT, "*"),
        "deployment create",
        DeploymentsResource::create);
    routes.get(ONE, VIEW, DeploymentsResource::get);
    routes.get(ONE + "/blockers", VIEW, DeploymentsResource::blockers);
    routes.get(ONE + "/diff", VIEW, DeploymentsResource::diff);
    routes.post(ONE + "/pick", EDIT, "upload --from-staging", DeploymentsResource::pick);
    routes.post(ONE + "/seal", EDIT, "seal", DeploymentsResource::seal);
    routes.post(ONE + "/recycle", EDIT, "deployment recycle", DeploymentsResource::recycle);
    routes.post(ONE + "/restore", EDIT, "deployment restore", DeploymentsResource::restore);
    routes.post(ONE + "/purge", EDIT, "deployment purge", DeploymentsResource::purge);
    routes.post(
        "/recycle-bin/empty",
        Access.edit(Kind.DEPLOYMENT, "*"),
        "deployment purge --all",
        DeploymentsResource::empty);
  }

  static ManifestId manifest(ApiExchange exchange) {
    return exchange.path("manifest", ManifestId::new);
  }

  static Version version(ApiExchange exchange) {
    return exchange.path("version", Version::new);
  }

  private static void list(ApiExchange exchange) {
    String state = exchange.query("state").orElse(null);
    List<DeploymentDocument> all =
        new Deployments(exchange.fleet())
            .all(exchange.query("manifest").map(ManifestId::new).orElse(null)).stream()
                .filter(d -> state == null ? d.state() != DeploymentState.PURGED : is(d, state))
                .sorted(java.util.Comparator.comparing(DeploymentsResource::key))
                .toList();
    exchange.list(all, DeploymentsResource::key, DeploymentSummary::of);
  }

  private static boolean is(DeploymentDocument deployment, String state) {
    try {
      return deployment.state() == DeploymentState.valueOf(state.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("state", "write draft, sealed, recycled or purged");
    }
  }

  private static String key(DeploymentDocument d) {
    return d.manifest() + " " + d.version();
  }

  private static void create(ApiExchange exchange) {
    New wanted = exchange.body(New.class);
    ManifestId manifest = Needed.of("manifest", wanted.manifest());
    Version version = Needed.of("version", wanted.version());
    Drafts drafts = new Drafts(exchange.fleet());
    Version from = wanted.from();
    if (from == null) {
      created(exchange, drafts.create(manifest, version));
      return;
    }
    exchange.work(
        object(manifest, version),
        Unit.FILES,
        (fleet, progress) ->
            Uploaded.of(
                new Drafts(fleet)
                    .cloneTo(manifest, from, version, UploadListener.counting(progress)),
                List.of()),
        _ -> created(exchange, new Deployments(exchange.fleet()).get(manifest, version)));
  }

  static FleetObject object(ManifestId manifest, Version version) {
    return new FleetObject(Kind.DEPLOYMENT, manifest + " " + version);
  }

  private static void created(ApiExchange exchange, DeploymentDocument made) {
    exchange
        .etag(new ETag(Tag.of(made)))
        .created(
            "/deployments/" + made.manifest() + "/" + made.version(), DeploymentSummary.of(made));
  }

  private static DeploymentDocument found(ApiExchange exchange) {
    return new Deployments(exchange.fleet()).get(manifest(exchange), version(exchange));
  }

  private static void get(ApiExchange exchange) {
    DeploymentDocument found = found(exchange);
    exchange.etag(new ETag(Tag.of(found))).ok(DeploymentSummary.of(found));
  }

  private static void blockers(ApiExchange exchange) {
    exchange.ok(
        new Blockers(
            new Drafts(exchange.fleet()).keepsFromSealing(manifest(exchange), version(exchange))));
  }

  private static void diff(ApiExchange exchange) {
    Version with =
        new Version(
            exchange
                .query("with")
                .orElseThrow(() -> ProblemException.invalid("with", "name the other version")));
    Deployments deployments = new Deployments(exchange.fleet());
    List<FileChange> changes =
        FileChange.between(
                deployments.asInstalled(deployments.get(manifest(exchange), with)).files(),
                deployments.asInstalled(found(exchange)).files())
            .stream()
            .filter(c -> c.kind() != FileChange.Kind.SAME)
            .toList();
    exchange.list(changes, c -> c.path().value(), Change::of);
  }

  /** What became of a file. */
  record Change(RelativePath path, String change, long oldSize, long newSize, List<String> what) {
    static Change of(FileChange c) {
      return new Change(
          c.path(), c.kind().name().toLowerCase(Locale.ROOT), c.oldSize(), c.newSize(), c.what());
    }
  }

  private static void pick(ApiExchange exchange) {
    Pick wanted = exchange.body(Pick.class);
    var picked = new Staging(exchange.fleet()).pick(Needed.of("paths", wanted.paths()));
    ManifestId manifest = manifest(exchange);
    Version version = version(exchange);
    exchange.work(
        object(manifest, version),
        Unit.FILES,
        (fleet, progress) ->
            Uploaded.of(
                new Drafts(fleet)
                    .copyIn(manifest, version, picked, UploadListener.counting(progress)),
                picked.keySet()),
        exchange::ok);
  }

  static @Nullable String why(ApiExchange exchange) {
    if (exchange.http().bodyAsBytes().length > 0) {
      exchange.because(exchange.body(Why.class).reason());
    }
    return exchange.reason();
  }

  private static void seal(ApiExchange exchange) {
    String seen = seen(exchange);
    SealResult sealed =
        new Deployments(exchange.fleet())
            .seal(manifest(exchange), version(exchange), seen, why(exchange));
    exchange
        .etag(new ETag(Tag.of(sealed.deployment())))
        .ok(
            new Sealed(
                DeploymentSummary.of(sealed.deployment()), sealed.already(), sealed.leftOut()));
  }

  // What it was when If-Match was checked is what it must be when it is swapped, too.
  private static @Nullable String seen(ApiExchange exchange) {
    String now = Tag.of(found(exchange));
    exchange.match(new ETag(now));
    return exchange.http().header("If-Match") == null ? null : now;
  }

  private static RecycleBin bin(ApiExchange exchange) {
    return new RecycleBin(exchange.fleet()).seen(seen(exchange));
  }

  private static void recycle(ApiExchange exchange) {
    exchange.ok(
        DeploymentSummary.of(
            bin(exchange).recycle(manifest(exchange), version(exchange), why(exchange))));
  }

  private static void restore(ApiExchange exchange) {
    exchange.ok(
        DeploymentSummary.of(
            bin(exchange).restore(manifest(exchange), version(exchange), why(exchange))));
  }

  private static void purge(ApiExchange exchange) {
    String seen = seen(exchange);
    ManifestId manifest = manifest(exchange);
    Version version = version(exchange);
    String why = why(exchange);
    exchange.work(
        object(manifest, version),
        Unit.OBJECTS,
        (fleet, progress) ->
            new Purged(
                List.of(manifest + " " + version),
                new RecycleBin(fleet).seen(seen).purge(manifest, version, why, progress)),
        exchange::ok);
  }

  private static void empty(ApiExchange exchange) {
    String why = why(exchange);
    exchange.work(
        new FleetObject(Kind.DEPLOYMENT, "*"),
        Unit.OBJECTS,
        (fleet, progress) -> {
          RecycleBin.Emptied emptied = new RecycleBin(fleet).empty(null, why, progress);
          return new Purged(
              emptied.purged().stream().map(DeploymentsResource::key).toList(), emptied.objects());
        },
        exchange::ok);
  }
}
