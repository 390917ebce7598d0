package io.fleetman.controller.api;

import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.OperationView;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.Keys;

/** {@code /api/v1/operations}: long work that goes on behind an answer. */
public final class OperationsResource implements Area {
  @Override
  public void routes(Routes routes) {
    routes.describedIn("operations");
    routes.get("/operations", Access.view(Kind.OPERATION, "*"), OperationsResource::list);
    routes.get("/operations/{id}", Access.view(Kind.OPERATION, "{id}"), OperationsResource::show);
  }

  private static void list(ApiExchange exchange) {
    Operations.Page page =
        new Operations(exchange.fleet()).newest(exchange.cursor(), exchange.limit());
    exchange.list(page.items().stream().map(OperationView::of).toList(), page.next());
  }

  private static void show(ApiExchange exchange) {
    String id = exchange.path("id", i -> Keys.operation(i).isEmpty() ? "" : i);
    exchange.ok(OperationView.of(new Operations(exchange.fleet()).get(id)));
  }
}
