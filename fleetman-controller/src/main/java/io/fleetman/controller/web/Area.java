package io.fleetman.controller.web;

/**
 * The pages, or the resources of the REST API, of one subject: what is listed in one place and
 * declares its routes. It holds no state; what it needs comes with each exchange.
 */
public interface Area {
  /** Declares the routes. */
  void routes(Routes routes);
}
