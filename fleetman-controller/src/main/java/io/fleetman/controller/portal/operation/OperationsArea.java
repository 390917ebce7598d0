package io.fleetman.controller.portal.operation;

import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.Keys;

/** Long work: the list, one of them as it goes on, and its cancel. */
public final class OperationsArea implements Area {
  private static final int SHOWN = 30;

  @Override
  public void routes(Routes routes) {
    Access one = Access.view(Kind.OPERATION, "{id}");
    routes.page("/operations", Access.view(Kind.OPERATION, "*"), OperationsArea::list);
    routes.page("/operations/{id}", one, OperationsArea::show);
    routes.form(
        "/operations/{id}/cancel",
        Access.command(Kind.OPERATION, "{id}"),
        "operation cancel",
        OperationsArea::cancel);
  }

  private static void list(PageExchange exchange) throws InterruptedException {
    String state = exchange.query("state").filter(Operations.STATES::contains).orElse("");
    String after = exchange.query("after").orElse(null);
    OperationList view =
        OperationList.of(
            new Operations(exchange.fleet()).newest(after, SHOWN, state.isEmpty() ? null : state),
            state,
            after != null);
    // Nothing moves once all have ended.
    (view.moves() ? exchange.polling() : exchange).render("operation/list.jte", "Operations", view);
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    OperationPage view = OperationPage.of(new Operations(exchange.fleet()).get(id(exchange)));
    (view.open() ? exchange.polling() : exchange)
        .render("operation/one.jte", view.operation() + " " + view.object().name(), view);
  }

  private static void cancel(PageExchange exchange) {
    var _ = exchange.form(); // with the reason
    var _ = new Operations(exchange.fleet()).cancel(id(exchange), exchange.reason());
    exchange.redirect(
        "/operations/" + id(exchange),
        Toast.done("It was asked to stop, and does so before its next step."));
  }

  private static String id(PageExchange exchange) {
    return exchange.path("id", i -> Keys.operation(i).isEmpty() ? "" : i);
  }
}
