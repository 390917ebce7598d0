package io.fleetman.controller.api;

import io.fleetman.controller.deploy.Units;
import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.manifest.ManifestText.Parsed;
import io.fleetman.controller.manifest.ManifestText.Problem;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.Revisions;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ProblemException;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.store.ETag;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/manifests}: definitions of services and their revisions. */
public final class ManifestsResource implements Area {
  private static final String ONE = "/manifests/{manifest}";
  private static final Access VIEW = Access.view(Kind.MANIFEST, "{manifest}");
  private static final Access EDIT = Access.edit(Kind.MANIFEST, "{manifest}");
  private static final Access ANY = Access.view(Kind.MANIFEST, "*");

  /** A definition, as fields or as YAML. */
  record Wanted(@Nullable ManifestSpec spec, @Nullable String yaml, @Nullable String reason) {}

  /** A text to look at. */
  record Text(@Nullable String yaml) {}

  /** What is wrong with a text; {@code spec} if nothing is. */
  record Checked(boolean valid, List<Problem> problems, @Nullable ManifestSpec spec) {}

  /** A definition as YAML. */
  record Yaml(String yaml) {}

  /** The name of another one. */
  record Duplicate(@Nullable ManifestId to, @Nullable String reason) {}

  @Override
  public void routes(Routes routes) {
    routes.describedIn("manifests");
    routes.get("/manifests", ANY, ManifestsResource::list);
    routes.post("/manifests/-/validate", ANY, "apply --dry-run", ManifestsResource::validate);
    routes.get(ONE, VIEW, ManifestsResource::get);
    routes.put(ONE, EDIT, "apply", ManifestsResource::put);
    routes.delete(ONE, EDIT, "manifest delete", ManifestsResource::delete);
    routes.get(ONE + "/yaml", VIEW, ManifestsResource::yaml);
    routes.get(ONE + "/unit", VIEW, ManifestsResource::unit);
    routes.get(ONE + "/diff", VIEW, ManifestsResource::diff);
    routes.get(ONE + "/revisions", VIEW, ManifestsResource::revisions);
    routes.get(ONE + "/revisions/{revision}", VIEW, ManifestsResource::revision);
    routes.post(ONE + "/duplicate", EDIT, "manifest duplicate", ManifestsResource::duplicate);
  }

  private static ManifestId manifest(ApiExchange exchange) {
    return exchange.path("manifest", ManifestId::new);
  }

  private static ETag etag(ManifestDocument manifest) {
    return new ETag(Integer.toString(manifest.revision()));
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        new Manifests(exchange.fleet())
            .list().stream().sorted(Comparator.comparing(m -> m.manifest().value())).toList(),
        m -> m.manifest().value(),
        m -> m);
  }

  private static void get(ApiExchange exchange) {
    ManifestDocument found = new Manifests(exchange.fleet()).get(manifest(exchange));
    exchange.etag(etag(found)).ok(found);
  }

  private static void yaml(ApiExchange exchange) {
    ManifestDocument found = new Manifests(exchange.fleet()).get(manifest(exchange));
    exchange.etag(etag(found)).ok(new Yaml(ManifestText.of(found)));
  }

  private static void validate(ApiExchange exchange) {
    String yaml = Needed.of("yaml", exchange.body(Text.class).yaml());
    exchange.ok(
        switch (ManifestText.read(yaml, new Manifests(exchange.fleet())::strangers)) {
          case Parsed.Refused(var problems) -> new Checked(false, problems, null);
          case Parsed.Understood(var service) -> new Checked(true, List.of(), service.spec());
        });
  }

  private static void put(ApiExchange exchange) {
    ManifestId manifest = manifest(exchange);
    Wanted wanted = exchange.body(Wanted.class);
    exchange.because(wanted.reason());
    ManifestSpec spec = spec(exchange, manifest, wanted);
    Manifests manifests = new Manifests(exchange.fleet());
    ManifestDocument old = manifests.find(manifest).orElse(null);
    exchange.match(old == null ? null : etag(old));
    boolean fresh = "*".equals(exchange.http().header("If-None-Match"));
    Applied applied =
        fresh || exchange.http().header("If-Match") != null
            ? manifests.edit(
                manifest,
                spec,
                wanted.yaml(),
                fresh || old == null ? 0 : old.revision(),
                exchange.reason())
            : manifests.apply(manifest, spec, wanted.yaml(), exchange.reason());
    ManifestDocument now = manifests.get(manifest);
    if (applied.change() == Applied.Change.CREATED) {
      exchange.etag(etag(now)).created("/manifests/" + manifest, now);
    } else {
      exchange.etag(etag(now)).ok(now);
    }
  }

  private static ManifestSpec spec(ApiExchange exchange, ManifestId manifest, Wanted wanted) {
    ManifestSpec spec = wanted.spec();
    String yaml = wanted.yaml();
    if ((spec == null) == (yaml == null)) {
      throw ProblemException.invalid("spec", "give spec or yaml, one of the two");
    }
    if (spec != null) {
      return spec;
    }
    return switch (ManifestText.read(
        Objects.requireNonNull(yaml), new Manifests(exchange.fleet())::strangers)) {
      case Parsed.Refused(var problems) ->
          throw new Refusal.Invalid(problems.stream().map(Problem::message).toList());
      case Parsed.Understood(Definition.Service service) -> {
        if (!service.manifest().equals(manifest)) {
          throw ProblemException.invalid(
              "yaml", "it is about " + service.manifest() + ", not about " + manifest);
        }
        yield service.spec();
      }
    };
  }

  private static void delete(ApiExchange exchange) {
    Manifests manifests = new Manifests(exchange.fleet());
    ManifestDocument found = manifests.get(manifest(exchange));
    exchange.match(etag(found));
    boolean said = exchange.http().header("If-Match") != null;
    manifests.delete(manifest(exchange), said ? found.revision() : null, exchange.reason());
    exchange.done();
  }

  private static void unit(ApiExchange exchange) {
    ManifestDocument found = new Manifests(exchange.fleet()).get(manifest(exchange));
    exchange.ok(
        Units.of(
            exchange.fleet(),
            found.manifest(),
            found.spec(),
            exchange.query("cell").map(CellRef::parse).orElse(null),
            exchange.query("version").map(Version::new).orElse(Units.VERSION),
            exchange.query("base").map(Path::of).orElse(Units.BASE)));
  }

  private static void revisions(ApiExchange exchange) {
    List<ManifestDocument> all =
        new Revisions(exchange.fleet())
            .list(manifest(exchange)).stream()
                .sorted(Comparator.comparing(ManifestsResource::order))
                .toList();
    exchange.list(all, ManifestsResource::order, m -> m);
  }

  // newest first, for a cursor that goes by the order of texts
  private static String order(ManifestDocument m) {
    return "%010d".formatted(Integer.MAX_VALUE - m.revision());
  }

  private static void revision(ApiExchange exchange) {
    String number = exchange.path("revision");
    exchange.ok(
        new Revisions(exchange.fleet())
            .get(
                manifest(exchange),
                number(
                    number,
                    () ->
                        new Refusal.NotFound(
                            "manifest " + manifest(exchange) + " has no revision " + number))));
  }

  private static int number(String text, java.util.function.Supplier<RuntimeException> otherwise) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw otherwise.get();
    }
    return Integer.parseInt(text);
  }

  /** What differs between two revisions. */
  record Diff(int from, int to, List<Setting> changes) {}

  private static void diff(ApiExchange exchange) {
    int from = number(exchange, "from");
    int to = number(exchange, "to");
    exchange.ok(
        new Diff(from, to, new Revisions(exchange.fleet()).diff(manifest(exchange), from, to)));
  }

  private static int number(ApiExchange exchange, String name) {
    return number(
        exchange.query(name).orElse(""),
        () -> ProblemException.invalid(name, "write the number of a revision"));
  }

  private static void duplicate(ApiExchange exchange) {
    Duplicate wanted = exchange.body(Duplicate.class);
    exchange.because(wanted.reason());
    ManifestDocument made =
        new Manifests(exchange.fleet())
            .duplicate(manifest(exchange), Needed.of("to", wanted.to()), exchange.reason());
    exchange.etag(etag(made)).created("/manifests/" + made.manifest(), made);
  }
}
