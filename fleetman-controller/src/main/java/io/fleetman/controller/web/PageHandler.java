package io.fleetman.controller.web;

/** Answers a browser. */
@FunctionalInterface
public interface PageHandler {
  /**
   * Answers.
   *
   * @throws Exception whatever went wrong; refusals and failures of the store become pages that say
   *     so
   */
  void answer(PageExchange exchange) throws Exception;
}
