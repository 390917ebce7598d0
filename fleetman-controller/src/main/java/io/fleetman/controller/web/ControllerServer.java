package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.controller.access.SessionCookies;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.support.Refusal;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.jspecify.annotations.Nullable;

/** The controller's window on HTTP: portal, REST API, and the health checks. */
public final class ControllerServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long LARGEST_BODY = 4L * 1024 * 1024;
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int LEAST_BYTES_A_SECOND = 256;

  /** The store must have answered within this time for the controller to be ready. */
  private static final Duration READY = Duration.ofSeconds(15);

  private final Settings settings;
  private final Sites sites;
  private final Routes routes = new Routes();
  private @Nullable Javalin server;

  /**
   * What the server needs to know.
   *
   * @param bind where to listen; an address that others reach needs users and a secret
   * @param version the program's
   * @param local who acts while there are no users, and only this machine can ask
   * @param secret by which sessions and forms are signed, the same for all replicas; null: nobody
   *     can sign in
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Settings(String bind, String version, String local, byte @Nullable [] secret) {}

  /**
   * @param sites closed with the server
   * @param areas what there is to see and to do
   */
  public ControllerServer(Settings settings, Sites sites, List<Area> areas) {
    this.settings = settings;
    this.sites = sites;
    areas.forEach(area -> area.routes(routes));
  }

  /** Every way in, for tests that show that none is open. */
  Routes routes() {
    return routes;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 takes any free one
   * @return the port
   * @throws PortTakenException if somebody else listens there
   * @throws io.fleetman.controller.support.Refusal if others could reach it who cannot sign in
   */
  public int start(int port) {
    Assets assets = Assets.load();
    byte[] secret = settings.secret();
    FormGuard guard = new FormGuard(secret == null ? random() : secret);
    Sessions sessions = sessions(secret);
    if (!Loopback.is(settings.bind()) && !sessions.canSignIn()) {
      throw new Refusal.Invalid(
          "--bind "
              + settings.bind()
              + " would show the fleet to everybody, since "
              + (sessions.hasSecret()
                  ? "there are no users yet: make one with 'fleetman user add NAME'"
                  : "nobody can sign in without web.session_secret in the configuration")
              + ", or leave it at 127.0.0.1 and reach it with 'ssh -L 8080:127.0.0.1:8080"
              + " this-machine'");
    }
    Pages pages = new Pages(assets, sites, guard, settings.version(), secret != null);
    Dispatcher dispatcher = new Dispatcher(sites, sessions, guard, pages, routes);
    SignIn signIn = new SignIn(sessions, guard, pages, new Throttle(sites.home().clock()));
    OpenApi openApi = new OpenApi(routes.openApi(), settings.version());
    Javalin javalin =
        Javalin.create(config -> configure(config, assets, dispatcher, signIn, openApi));
    try {
      javalin.start(settings.bind(), port);
    } catch (JavalinBindException e) {
      javalin.stop();
      throw unheard(e, port);
    }
    server = javalin;
    sites.start();
    return javalin.port();
  }

  private RuntimeException unheard(JavalinBindException e, int port) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains("assign requested address")
          || t instanceof UnresolvedAddressException
          || t instanceof UnknownHostException) {
        return new Refusal.Invalid(
            "this machine has no address "
                + settings.bind()
                + ": correct --bind, or web.bind in the configuration");
      }
    }
    return new PortTakenException(port, e);
  }

  private Sessions sessions(byte @Nullable [] secret) {
    Site home = sites.home();
    return new Sessions(
        new Roster(() -> home.documents().objects(), home.clock()),
        secret == null ? null : new SessionCookies(secret),
        home.clock(),
        settings.local(),
        Loopback.is(settings.bind()));
  }

  // Without a secret in the configuration forms are good until the controller ends.
  private static byte[] random() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private void configure(
      JavalinConfig config, Assets assets, Dispatcher dispatcher, SignIn signIn, OpenApi openApi) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    // What is read as a whole: forms and JSON. Uploads are streamed, and have no such limit.
    config.http.maxRequestSize = LARGEST_BODY;
    config.jetty.modifyHttpConfiguration(ControllerServer::limit);
    // What Jetty refuses before there is a request, in the words of all other refusals.
    config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
    // A body that drips keeps nobody busy for long; answers may be read as slowly as one likes.
    config.jetty.modifyServletContextHandler(
        context -> context.insertHandler(new MinimumDataRateHandler(LEAST_BYTES_A_SECOND, 0)));
    // The assets are compressed once; the page goes no further than this machine.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.routes.before(SecurityHeaders::apply);
    for (Route route : routes.all()) {
      config.routes.addHttpHandler(
          route.method(), route.path(), ctx -> dispatcher.handle(ctx, route));
      if (route.method().equals(HandlerType.GET)) {
        config.routes.addHttpHandler(
            HandlerType.HEAD, route.path(), ctx -> dispatcher.handle(ctx, route));
      }
    }
    config.routes.get("/sign-in", signIn::show);
    config.routes.post("/sign-in", signIn::send);
    config.routes.post("/sign-out", signIn::end);
    config.routes.get("/", ctx -> ctx.redirect(Frame.url(sites.home().name(), "/fleet")));
    config.routes.get(
        "/b/{bucket}", ctx -> ctx.redirect(Frame.url(ctx.pathParam("bucket"), "/fleet")));
    byte[] json = Json.write(openApi.document());
    config.routes.get(
        Routes.API + "/openapi.json", ctx -> ctx.contentType("application/json").result(json));
    String yaml = openApi.yaml();
    config.routes.get(
        Routes.API + "/openapi.yaml",
        ctx -> ctx.contentType("application/yaml; charset=utf-8").result(yaml));
    config.routes.get("/assets/{hash}/{name}", ctx -> asset(ctx, assets));
    config.routes.get("/favicon.ico", ctx -> ctx.redirect(assets.url("icon.svg")));
    config.routes.get("/health/live", ctx -> json(ctx, HttpStatus.OK, Map.of("status", "live")));
    config.routes.get("/health/ready", this::ready);
    config.routes.error(HttpStatus.NOT_FOUND, dispatcher::nothing);
    config.routes.exception(Exception.class, (e, ctx) -> dispatcher.failed(ctx, e));
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(LARGEST_HEADERS);
    http.setIdleTimeout(SILENCE.toMillis());
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
    FleetModel.Known known = sites.home().known(PATIENCE);
    boolean read = known.view() != null;
    boolean ready = read && known.age().compareTo(READY) < 0;
    Map<String, Object> answer = new TreeMap<>();
    answer.put("status", ready ? "ready" : "not ready");
    if (read) {
      answer.put("storeAnsweredSecondsAgo", known.age().toSeconds());
    }
    if (known.problem() != null) {
      answer.put("reason", known.problem());
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
    Javalin running = server;
    if (running != null) {
      running.stop();
    }
    sites.close();
  }
}
