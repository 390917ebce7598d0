package io.fleetman.controller.cli;

import io.fleetman.controller.console.Paint.Style;
import io.fleetman.controller.operation.Operations;
import io.fleetman.document.Author;
import io.fleetman.document.FleetObject;
import io.fleetman.document.OperationDocument;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operations as commands show them. */
final class OperationDocuments {
  private OperationDocuments() {}

  /** The JSON document of one. */
  record One(
      String id,
      String operation,
      FleetObject object,
      String state,
      String unit,
      long done,
      @Nullable Long total,
      @Nullable String problem,
      @Nullable Author cancel,
      Author author) {
    static One of(Operations.Seen seen) {
      OperationDocument d = seen.document();
      return new One(
          d.id(),
          d.operation(),
          d.object(),
          seen.state(),
          d.unit().name().toLowerCase(Locale.ROOT),
          d.done(),
          d.total(),
          d.failure() == null ? null : d.failure().detail(),
          d.cancel(),
          d.author());
    }
  }

  /** How a state looks. */
  static Style style(Operations.Seen seen) {
    return switch (seen.document().state()) {
      case RUNNING -> seen.interrupted() ? Style.BAD : Style.BUSY;
      case SUCCEEDED -> Style.GOOD;
      case FAILED -> Style.BAD;
      case CANCELED -> Style.WARN;
    };
  }
}
