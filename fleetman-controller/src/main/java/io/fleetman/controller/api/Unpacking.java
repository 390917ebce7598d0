package io.fleetman.controller.api;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Progress;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.Sources;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument.Unit;
import java.io.IOException;

/** An archive that came as a body: unpacked, and put somewhere, which may take long. */
final class Unpacking {
  private final ApiExchange exchange;
  private final Spool body;
  private final String name;

  private Unpacking(ApiExchange exchange, Spool body, String name) {
    this.exchange = exchange;
    this.body = body;
    this.name = name;
  }

  /** What is done with the files. */
  @FunctionalInterface
  interface Use<T> {
    T of(OpenFleet fleet, HashedTree files, Progress progress);
  }

  /** Takes the body in. */
  static Unpacking of(ApiExchange exchange, String name) throws IOException {
    return new Unpacking(exchange, exchange.spool(name), name);
  }

  /** Unpacks it and has the files used; its bytes on this machine are gone then, whatever comes. */
  <T> void work(FleetObject object, Use<T> use) {
    try {
      exchange.work(
          object, Unit.FILES, (fleet, progress) -> unpack(fleet, use, progress), exchange::ok);
    } catch (RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private <T> T unpack(OpenFleet fleet, Use<T> use, Progress progress) {
    try (body;
        Sources sources = Sources.archive(body, name)) {
      if (sources.tree().files().isEmpty()) {
        throw new Refusal.Invalid(name + " has no files: pack some");
      }
      return use.of(fleet, HashedTree.of(sources.tree()), progress);
    }
  }
}
