package io.fleetman.controller.portal.operation;

import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.web.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of operations.
 *
 * @param rows newest first
 * @param state the only one that is shown; empty: any
 * @param later whether this is not the first page
 * @param next the query of the next page; null: there is none
 */
public record OperationList(
    List<OperationPage> rows, String state, boolean later, @Nullable String next) {
  static OperationList of(Operations.Page page, String state, boolean later) {
    return new OperationList(
        page.items().stream().map(OperationPage::of).toList(),
        state,
        later,
        page.next() == null
            ? null
            : "?"
                + (state.isEmpty() ? "" : "state=" + state + "&")
                + "after="
                + Frame.encoded(page.next()));
  }

  /** Every state, to choose from. */
  public List<String> states() {
    return Operations.STATES;
  }

  /** Whether any of them is under way. */
  public boolean moves() {
    return rows.stream().anyMatch(OperationPage::open);
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman operation list" + (state.isEmpty() ? "" : " --state " + state);
  }
}
