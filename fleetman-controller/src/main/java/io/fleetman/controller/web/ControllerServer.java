package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.codec.Sha256;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.store.StorageSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller's window on HTTP: the page, the fragment it polls, and the health checks. */
public final class ControllerServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControllerServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The store must have answered within this time for the controller to be ready. */
  private static final Duration READY = Duration.ofSeconds(15);

  private final Settings settings;
  private final Watch<FleetView> watch;
  private @Nullable Javalin server;

  /**
   * What the server needs to know.
   *
   * @param bind a loopback address: see {@link Loopback}
   * @param store where the fleet is; shown on the page, without the keys
   * @param version the program's
   */
  public record Settings(String bind, StorageSettings store, String version) {
    /**
     * @throws IllegalArgumentException if others could reach the address
     */
    public Settings {
      Loopback.require(bind);
    }
  }

  /**
   * @param fleet reads the fleet once; called from one thread
   */
  public ControllerServer(Settings settings, Supplier<FleetView> fleet) {
    this(settings, new Watch<>(fleet, Duration.ofSeconds(2), System::nanoTime));
  }

  ControllerServer(Settings settings, Watch<FleetView> watch) {
    this.settings = settings;
    this.watch = watch;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 takes any free one
   * @return the port
   * @throws PortTakenException if somebody else listens there
   */
  public int start(int port) {
    Assets assets = Assets.load();
    Pages pages = new Pages(assets, settings.version());
    Javalin javalin = Javalin.create(config -> configure(config, assets, pages));
    try {
      javalin.start(settings.bind(), port);
    } catch (JavalinBindException e) {
      javalin.stop();
      throw new PortTakenException(port, e);
    }
    server = javalin;
    watch.start();
    return javalin.port();
  }

  private void configure(JavalinConfig config, Assets assets, Pages pages) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    // The assets are compressed once; the page goes no further than this machine.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.routes.before(SecurityHeaders::apply);
    config.routes.before(Loopback::requireHost);
    config.routes.get("/", ctx -> html(ctx, pages::page));
    config.routes.get("/fleet", ctx -> html(ctx, pages::fragment));
    config.routes.get("/assets/{hash}/{name}", ctx -> asset(ctx, assets));
    config.routes.get("/favicon.ico", ctx -> ctx.redirect(assets.url("icon.svg")));
    config.routes.get("/health/live", ctx -> json(ctx, HttpStatus.OK, Map.of("status", "live")));
    config.routes.get("/health/ready", this::ready);
    config.routes.error(
        HttpStatus.NOT_FOUND,
        ctx -> ctx.contentType("text/plain").result("There is no such page.\n"));
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          log.error("{} {} failed", ctx.method(), ctx.path(), e);
          ctx.status(HttpStatus.INTERNAL_SERVER_ERROR)
              .contentType("text/plain")
              .result("This page could not be made; the controller's log says why.\n");
        });
  }

  @FunctionalInterface
  private interface Rendering {
    String of(FleetPage page);
  }

  // The age is a header: while nothing else changes, the page's bytes and so its ETag stay.
  private void html(Context ctx, Rendering rendering) throws InterruptedException {
    Watch.Seen<FleetView> seen = watch.look(PATIENCE);
    FleetPage page = FleetPages.page(settings.store(), seen);
    byte[] body = rendering.of(page).getBytes(StandardCharsets.UTF_8);
    String etag = '"' + Sha256.of(body).substring(0, 24) + '"';
    ctx.header(Header.CACHE_CONTROL, "private, no-cache").header(Header.ETAG, etag);
    if (page.read()) {
      ctx.header("Fleetman-Age", Long.toString(page.ageMillis()));
    }
    if (etag.equals(ctx.header(Header.IF_NONE_MATCH))) {
      ctx.status(HttpStatus.NOT_MODIFIED);
    } else {
      ctx.contentType("text/html; charset=utf-8").result(body);
    }
  }

  private static void asset(Context ctx, Assets assets) {
    assets
        .find(ctx.path())
        .ifPresentOrElse(
            asset -> {
              ctx.header(Header.CACHE_CONTROL, "public, max-age=31536000, immutable")
                  .header(Header.VARY, Header.ACCEPT_ENCODING)
                  .contentType(asset.type());
              if (Objects.requireNonNullElse(ctx.header(Header.ACCEPT_ENCODING), "")
                  .contains("gzip")) {
                ctx.header(Header.CONTENT_ENCODING, "gzip").result(asset.gzipped());
              } else {
                ctx.result(asset.bytes());
              }
            },
            () -> ctx.status(HttpStatus.NOT_FOUND));
  }

  private void ready(Context ctx) throws InterruptedException {
    Watch.Seen<FleetView> seen = watch.look(PATIENCE);
    boolean ready = seen.value() != null && seen.age().compareTo(READY) < 0;
    Map<String, Object> answer = new TreeMap<>();
    answer.put("status", ready ? "ready" : "not ready");
    if (seen.value() != null) {
      answer.put("storeAnsweredSecondsAgo", seen.age().toSeconds());
    }
    if (seen.problem() != null) {
      answer.put("reason", seen.problem());
    }
    json(ctx, ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, answer);
  }

  private static void json(Context ctx, HttpStatus status, Map<String, ?> answer) {
    ctx.status(status)
        .header(Header.CACHE_CONTROL, "no-store")
        .contentType("application/json")
        .result(Json.write(answer));
  }

  @Override
  public void close() {
    watch.close();
    if (server != null) {
      server.stop();
    }
  }
}
