package io.fleetman.controller.fleet;

import io.fleetman.controller.support.DocumentCache.Seen;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.document.Desired;
import io.fleetman.document.DriftPolicy;
import io.fleetman.document.Heartbeat;
import io.fleetman.document.NodeReport;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was read about nodes and cells, and what it means. Pure. */
final class Observed {
  private Observed() {}

  /**
   * A node's documents.
   *
   * @param beatAt the store's time of the heartbeat's last write; null if there is none
   */
  record OfNode(Seen<Heartbeat> heartbeat, @Nullable Instant beatAt, Seen<NodeReport> report) {
    static final OfNode NOTHING =
        new OfNode(new Seen<>(null, null, null), null, new Seen<>(null, null, null));

    NodeView view(NodeId node, @Nullable Instant storeNow) {
      Heartbeat beat = heartbeat.value();
      Duration age = age(beatAt, storeNow);
      List<String> problems = new ArrayList<>();
      Stream.of(heartbeat.problem(), report.problem(), beat == null ? null : beat.problem())
          .filter(Objects::nonNull)
          .forEach(problems::add);
      NodeReport said = report.value();
      if (said != null) {
        problems.addAll(said.problems());
      }
      return new NodeView(
          node,
          Presence.of(age, beat == null ? 0 : beat.intervalSeconds()),
          age,
          beat == null || beat.sentAt() == null || beatAt == null
              ? null
              : Duration.between(beatAt, beat.sentAt()),
          beat,
          said,
          problems.stream().map(Observed::oneLine).distinct().toList());
    }
  }

  // A sentence, whatever a node takes for one: what comes after a line's end would look like ours.
  private static String oneLine(String sentence) {
    return sentence.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  // By the store's clock on both sides; their whole seconds may make a fresh one look younger than
  // nothing.
  private static @Nullable Duration age(@Nullable Instant written, @Nullable Instant storeNow) {
    if (written == null || storeNow == null) {
      return null;
    }
    Duration age = Duration.between(written, storeNow);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** A cell's documents. */
  record OfCell(Seen<CellDocument> cell, Seen<TriggerDocument> trigger, Seen<CellStatus> status) {
    static final OfCell NOTHING =
        new OfCell(
            new Seen<>(null, null, null),
            new Seen<>(null, null, null),
            new Seen<>(null, null, null));

    /** The cell as it is to be shown; empty if it is gone for good. */
    Optional<CellView> view(CellRef ref, NodeView node, @Nullable Instant storeNow) {
      CellDocument document = cell.value();
      TriggerDocument wish = trigger.value();
      CellStatus said = status.value();
      CellReport now = report(ref, node);
      boolean removed =
          (document == null || document.removed())
              && (wish == null || wish.desired() == Desired.REMOVED);
      boolean pending = wish != null && (said == null || !said.triggerId().equals(wish.id()));
      CellState state = state(said, now);
      CellStatus failure = failure(said);
      if (removed && !pending && (said == null || said.state() == CellState.REMOVED) && ok()) {
        return Optional.empty();
      }
      return Optional.of(
          new CellView(
              ref,
              manifest(document, said, now),
              said != null && said.profile() != null
                  ? said.profile()
                  : now == null ? null : now.profile(),
              wish == null ? null : wish.desired(),
              wish == null ? null : wish.version(),
              now != null ? now.running() : said == null ? null : said.running(),
              state,
              pending,
              now == null ? "" : now.health(),
              now == null ? List.of() : now.drift(),
              reason(said, now),
              failure != null ? failure.logTail() : runningLog(now),
              failure != null ? failure.version() : now == null ? null : now.running(),
              runningLog(now),
              wish == null ? null : wish.author(),
              wish == null ? null : wish.id(),
              said == null ? null : said.changedAt(),
              age(status.lastModified(), storeNow),
              node.presence(),
              removed,
              document == null ? DriftPolicy.REPORT : document.drift(),
              wish == null ? List.of() : wish.recent(),
              Stream.of(cell.problem(), trigger.problem(), status.problem())
                  .flatMap(p -> Optional.ofNullable(p).stream())
                  .toList()));
    }

    private boolean ok() {
      return cell.problem() == null && trigger.problem() == null && status.problem() == null;
    }

    private static @Nullable CellReport report(CellRef ref, NodeView node) {
      NodeReport report = node.report();
      return report == null
          ? null
          : report.cells().stream()
              .filter(c -> c.cell().equals(ref.cell()))
              .findFirst()
              .orElse(null);
    }

    // The status is written at every change and the report a little later, so that work in progress
    // and its end are the status's to say; but a service that died since is the report's.
    private static @Nullable CellState state(@Nullable CellStatus said, @Nullable CellReport now) {
      if (said == null) {
        return now == null ? null : now.state();
      }
      boolean diedSince =
          now != null
              && said.state() == CellState.RUNNING
              && now.state() == CellState.FAILED
              && Objects.equals(now.running(), said.running());
      return diedSince ? CellState.FAILED : said.state();
    }

    private static @Nullable ManifestId manifest(
        @Nullable CellDocument document, @Nullable CellStatus said, @Nullable CellReport now) {
      if (document != null) {
        return document.manifest();
      }
      ManifestId known = said == null ? null : said.manifest();
      return known != null ? known : now == null ? null : now.manifest();
    }

    private static @Nullable String reason(@Nullable CellStatus said, @Nullable CellReport now) {
      String reason = said == null ? null : said.reason();
      String shown = reason != null ? reason : now == null ? null : now.reason();
      return shown == null ? null : oneLine(shown);
    }

    // A status has lines only of what failed.
    private static @Nullable CellStatus failure(@Nullable CellStatus said) {
      return said == null || said.logTail().isEmpty() ? null : said;
    }

    private static List<String> runningLog(@Nullable CellReport now) {
      return now == null ? List.of() : now.logTail();
    }
  }
}
