package io.fleetman.controller.web;

import io.fleetman.controller.access.Operation;
import io.fleetman.controller.access.Permissions;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.activity.Recorder;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.support.Canceled;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.FleetObject;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.InvalidNameException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer: who asks, of which bucket, and what there is to work with. */
public abstract sealed class Exchange permits PageExchange, ApiExchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Context http;
  private final Route route;
  private final Site site;
  private final Principal principal;
  private final AuditDocument.Via via;
  private @Nullable Recorder recorder;
  private @Nullable String reason;

  Exchange(Context http, Route route, Site site, Principal principal, AuditDocument.Via via) {
    this.http = http;
    this.route = route;
    this.site = site;
    this.principal = principal;
    this.via = via;
  }

  /** The request and response themselves, for what is not offered here. */
  public Context http() {
    return http;
  }

  /** Whether nobody reads the body of the answer: a HEAD. */
  public boolean isHead() {
    return http.method().equals(HandlerType.HEAD);
  }

  /** Who asks. */
  public Principal principal() {
    return principal;
  }

  /** Of which bucket. */
  public Site site() {
    return site;
  }

  /**
   * The fleet, to be read and worked on. What is changed through it is recorded among the activity
   * once the handler has ended, in the asker's name.
   */
  public OpenFleet fleet() {
    Recorder open = recorder;
    if (open == null) {
      open = new Recorder(site.fleet(principal.by()), via);
      recorder = open;
    }
    return open.fleet();
  }

  /**
   * The fleet for what accompanies a change and is none itself: how far work behind the answer is.
   */
  OpenFleet unrecorded() {
    return site.fleet(principal.by());
  }

  /**
   * Does something that takes longer than a request may, and records it when it is done. If the
   * controller stops before that, it is not done to its end: only what anybody may begin again.
   *
   * @param work does it; a failure ends it and is logged
   */
  public void inBackground(Consumer<OpenFleet> work) {
    Recorder own = new Recorder(site.fleet(principal.by()), via);
    String why = reason;
    Thread.ofVirtual()
        .name(route.does())
        .start(
            () -> {
              String failure = null;
              try {
                work.accept(own.fleet());
              } catch (Canceled e) {
                failure = String.valueOf(e.getMessage());
              } catch (RuntimeException e) {
                log.warn("{} did not end well", route.does(), e);
                failure = String.valueOf(e.getMessage());
              } finally {
                var _ = recorded(own, why, failure);
              }
            });
  }

  /** What is done, in the command line's words. */
  String does() {
    return route.does();
  }

  boolean streamed() {
    return route.handler() instanceof Route.Handler.Resource(var _, var streamed) && streamed;
  }

  /** What is known of the fleet: the last known state, marked with its age. */
  public FleetModel.Known known() throws InterruptedException {
    return site.known(PATIENCE);
  }

  /** Why it is done, for the record of changes and for whoever looks later. */
  public void because(@Nullable String why) {
    reason = why == null || why.isBlank() ? null : why.strip();
  }

  /** Why it is done; null if it was not said. */
  public @Nullable String reason() {
    return reason;
  }

  /** A parameter of the path, as it was sent. */
  public String path(String name) {
    return http.pathParam(name);
  }

  /**
   * A parameter of the path.
   *
   * @param type reads it, such as {@code NodeId::new}
   * @throws Refusal.NotFound if nothing can be named so
   */
  public <T> T path(String name, Function<String, T> type) {
    try {
      return type.apply(http.pathParam(name));
    } catch (InvalidNameException e) {
      throw new Refusal.NotFound(String.valueOf(e.getMessage()));
    }
  }

  /** A parameter of the query; empty if it is missing or blank. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(http.queryParam(name)).filter(v -> !v.isBlank());
  }

  /**
   * Checks one more object, where only the body names it.
   *
   * @throws NotAllowed if the asker may not do that
   */
  public void require(Operation operation, FleetObject object) {
    if (Permissions.check(principal, operation, object)
        instanceof Permissions.Decision.Denied(var why)) {
      throw new NotAllowed(why);
    }
  }

  /**
   * Writes down what was changed; cells are looked at again, so that it is seen at once.
   *
   * @return whether it was about who may sign in
   */
  boolean recorded(@Nullable String failure) {
    Recorder open = recorder;
    return open != null && recorded(open, reason, failure);
  }

  private boolean recorded(Recorder done, @Nullable String why, @Nullable String failure) {
    List<FleetObject> changed = done.changed();
    done.record(route.does(), why, failure)
        .ifPresent(e -> log.warn("{} was done, but not recorded: {}", route.does(), e));
    List<CellRef> cells = cells(changed);
    if (!cells.isEmpty()) {
      site.watch().wrote(cells);
    }
    return changed.stream()
        .anyMatch(o -> o.kind() == FleetObject.Kind.USER || o.kind() == FleetObject.Kind.TOKEN);
  }

  private static List<CellRef> cells(List<FleetObject> objects) {
    return objects.stream()
        .filter(
            o ->
                o.kind() == FleetObject.Kind.CELL
                    || o.kind() == FleetObject.Kind.VERSION
                    || o.kind() == FleetObject.Kind.OVERRIDES)
        .map(o -> CellRef.parse(o.name().split(" ", 2)[0]))
        .distinct()
        .toList();
  }
}
