package io.fleetman.controller.api;

import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StoreException;

/** What the API needs of the read model. */
final class Known {
  private Known() {}

  /**
   * The fleet as it is known; how old that is goes into the header {@code Fleetman-Age}.
   *
   * @throws StoreException if nothing was ever read: an empty list would be a lie
   */
  static FleetView fleet(ApiExchange exchange) throws InterruptedException {
    var known = exchange.known();
    FleetView view = known.view();
    if (view == null) {
      throw new StoreException.Unavailable(
          "the fleet could not be read yet: " + known.problem(), false, null);
    }
    exchange.http().header("Fleetman-Age", Long.toString(known.age().toMillis()));
    return view;
  }

  /** Whether a node has a label, {@code name=value}. */
  static boolean labelled(NodeView node, String label) {
    var report = node.report();
    int equals = label.indexOf('=');
    return report != null
        && equals > 0
        && label.substring(equals + 1).equals(report.labels().get(label.substring(0, equals)));
  }

  /** The cell that a request's path names. */
  static CellRef cell(ApiExchange exchange) {
    return new CellRef(exchange.path("node", NodeId::new), exchange.path("cell", CellId::new));
  }
}
