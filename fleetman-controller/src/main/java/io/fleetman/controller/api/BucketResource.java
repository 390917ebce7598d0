package io.fleetman.controller.api;

import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.storage.StoreProbe;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/buckets}, and {@code /api/v1/probe} of one of them. */
public final class BucketResource implements Area {
  /** A bucket of the configuration. */
  record Bucket(String name, String store) {}

  /** What is known of a bucket's fleet, and how old that is. */
  record State(
      String name,
      String store,
      boolean read,
      @Nullable Long ageMillis,
      @Nullable String problem,
      @Nullable Integer nodes,
      @Nullable Integer cells) {}

  /** What the store keeps. */
  record Probed(List<Rule> rules, @Nullable String missing) {
    static Probed of(StoreProbe.Result result) {
      return new Probed(
          result.rules().stream().map(Rule::of).toList(),
          result.missing().isEmpty() ? null : result.missing());
    }
  }

  /** A rule, and whether it is kept. */
  record Rule(
      String rule, String title, String neededFor, String outcome, @Nullable String detail) {
    static Rule of(StoreProbe.Kept kept) {
      return new Rule(
          kept.rule().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          kept.rule().title(),
          kept.rule().neededFor(),
          kept.outcome().isEmpty() ? "unknown" : kept.outcome(),
          kept.detail().isEmpty() ? null : kept.detail());
    }
  }

  @Override
  public void routes(Routes routes) {
    Access access = Access.view(Kind.FLEET, "*");
    routes.describedIn("buckets");
    routes.get("/buckets", access, BucketResource::list);
    routes.get("/fleet", access, BucketResource::state);
    routes.get("/probe", access, e -> e.ok(Probed.of(new StoreProbe(e.fleet()).recorded())));
    routes.post(
        "/probe", access, "doctor", e -> e.ok(Probed.of(new StoreProbe(e.fleet()).quick())));
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        exchange.sites().all().stream()
            .map(s -> new Bucket(s.name(), s.storage().toString()))
            .toList(),
        null);
  }

  private static void state(ApiExchange exchange) throws InterruptedException {
    FleetModel.Known known = exchange.known();
    var view = known.view();
    exchange.ok(
        new State(
            exchange.site().name(),
            exchange.site().storage().toString(),
            view != null,
            view == null ? null : known.age().toMillis(),
            known.problem(),
            view == null ? null : view.nodes().size(),
            view == null ? null : view.cells().size()));
  }
}
