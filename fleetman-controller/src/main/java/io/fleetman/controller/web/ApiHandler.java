package io.fleetman.controller.web;

/** Answers a program. */
@FunctionalInterface
public interface ApiHandler {
  /**
   * Answers.
   *
   * @throws Exception whatever went wrong; refusals and failures of the store become problem
   *     details
   */
  void answer(ApiExchange exchange) throws Exception;
}
