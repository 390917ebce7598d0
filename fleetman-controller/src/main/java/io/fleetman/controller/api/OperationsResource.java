package io.fleetman.controller.api;

import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.OperationView;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OperationDocument;
import io.fleetman.layout.Keys;

/** {@code /api/v1/operations}: long work that goes on behind an answer. */
public final class OperationsResource implements Area {
  @Override
  public void routes(Routes routes) {
    routes.describedIn("operations");
    routes.get("/operations", Access.view(Kind.OPERATION, "*"), OperationsResource::list);
    routes.get("/operations/{id}", Access.view(Kind.OPERATION, "{id}"), OperationsResource::show);
    routes.post(
        "/operations/{id}/cancel",
        Access.command(Kind.OPERATION, "{id}"),
        "operation cancel",
        OperationsResource::cancel);
  }

  private static void list(ApiExchange exchange) {
    Operations.Page page =
        new Operations(exchange.fleet())
            .newest(
                exchange.cursor(),
                exchange.limit(),
                exchange.query("state").map(s -> Operations.state("state", s)).orElse(null));
    exchange.list(page.items().stream().map(OperationView::of).toList(), page.next());
  }

  private static void show(ApiExchange exchange) {
    exchange.ok(OperationView.of(new Operations(exchange.fleet()).get(id(exchange))));
  }

  private static void cancel(ApiExchange exchange) {
    OperationDocument asked =
        new Operations(exchange.fleet()).cancel(id(exchange), DeploymentsResource.why(exchange));
    exchange.accepted(OperationView.of(new Operations.Seen(asked, false)));
  }

  private static String id(ApiExchange exchange) {
    return exchange.path("id", i -> Keys.operation(i).isEmpty() ? "" : i);
  }
}
