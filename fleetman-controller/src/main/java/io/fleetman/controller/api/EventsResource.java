package io.fleetman.controller.api;

import io.fleetman.codec.Json;
import io.fleetman.controller.fleet.FleetChange;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.fleet.FleetWatch;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Ids;
import io.fleetman.layout.NodeId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/events}: what changes, as it is noticed, as server-sent events. */
public final class EventsResource implements Area {
  private static final Duration QUIET = Duration.ofSeconds(10);
  // A client that is cut off begins again where it was: no connection need live for ever.
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What changed; both empty and {@code all}: too much to name. */
  record Event(boolean all, SortedSet<NodeId> nodes, SortedSet<CellRef> cells) {}

  /** How old what is known is; sent when nothing else is. */
  record Age(long ageMillis, @Nullable String problem) {}

  // Sequence numbers count afresh in each run of a controller; so its events carry the run.
  private final String run = Ids.next(Instant.now());

  @Override
  public void routes(Routes routes) {
    routes.describedIn("events");
    routes.get("/events", Access.view(Kind.FLEET, "*"), this::events);
  }

  private void events(ApiExchange exchange) throws InterruptedException {
    FleetWatch watch = exchange.site().watch();
    FleetModel.Known seen = watch.look(PATIENCE);
    Long from = sequence(exchange.http().header("Last-Event-ID"));
    HttpServletResponse http = exchange.http().res();
    http.setContentType("text/event-stream;charset=utf-8");
    http.setHeader("Cache-Control", "no-store");
    http.setHeader("X-Accel-Buffering", "no");
    if (exchange.isHead()) {
      return;
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    try (OutputStream out = http.getOutputStream()) {
      String last = exchange.http().header("Last-Event-ID");
      if (from == null) {
        send(
            out,
            seen.sequence(),
            last == null ? "age" : "change",
            last == null ? age(seen) : all());
      } else if (from != seen.sequence()) {
        send(out, seen.sequence(), "change", changes(watch, from));
      }
      while (System.nanoTime() < end) {
        FleetModel.Known now = watch.awaitNews(seen, QUIET);
        if (now.sequence() != seen.sequence()) {
          send(out, now.sequence(), "change", changes(watch, seen.sequence()));
        } else {
          send(out, now.sequence(), "age", age(now));
        }
        seen = now;
      }
    } catch (IOException e) {
      return; // whoever listened is gone
    }
  }

  private static Age age(FleetModel.Known known) {
    return new Age(known.age().toMillis(), known.problem());
  }

  private static Event all() {
    return new Event(true, new TreeSet<>(), new TreeSet<>());
  }

  private static Event changes(FleetWatch watch, long from) {
    List<FleetChange> changes = watch.since(from);
    if (changes == null) {
      return all();
    }
    SortedSet<NodeId> nodes = new TreeSet<>();
    SortedSet<CellRef> cells = new TreeSet<>();
    for (FleetChange change : changes) {
      nodes.addAll(change.nodes());
      cells.addAll(change.cells());
    }
    return new Event(false, nodes, cells);
  }

  private void send(OutputStream out, long sequence, String event, Object data) throws IOException {
    String text =
        "id: " + run + "." + sequence + "\nevent: " + event + "\ndata: " + Json.line(data) + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  // Null for an id of another run, and for none.
  private @Nullable Long sequence(@Nullable String id) {
    if (id == null || !id.startsWith(run + ".")) {
      return null;
    }
    String number = id.substring(run.length() + 1);
    return number.matches("[0-9]{1,18}") ? Long.valueOf(number) : null;
  }
}
