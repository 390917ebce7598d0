package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.controller.Areas;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.fleet.FleetChange;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.document.CellReport;
import io.fleetman.document.NodeReport;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A controller over a store in memory, and a browser that looks at it. */
final class Window implements AutoCloseable {
  final FaultyObjectStore store;
  private final InMemoryObjectStore memory = new InMemoryObjectStore();
  private final HttpClient browser =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final ControllerServer server;
  final int port;

  /** Reads the store, often enough that a test need not wait. */
  Window() {
    this(null);
  }

  private Window(@Nullable Source source) {
    store = new FaultyObjectStore(memory);
    memory.plant(Keys.FLEET, "{\"formatVersion\": 1, \"id\": \"f1\"}");
    server = server(store, source);
    port = server.start(0);
  }

  static ControllerServer server(ObjectStore store, @Nullable Source source) {
    Site site =
        new Site(
            new Connection("main", Fleets.STORE, false),
            settings -> store,
            Clock.systemUTC(),
            KillPoints.none(),
            source,
            Duration.ofMillis(30));
    return new ControllerServer(
        new ControllerServer.Settings("127.0.0.1", "0.1.0", "me@here", new byte[32]),
        new Sites(List.of(site)),
        Areas.all());
  }

  /** Shows what the supplier returns. */
  static Window onto(Supplier<FleetView> fleet) {
    return new Window(new Shown(fleet));
  }

  /** What a supplier returns, as if it had been read. */
  private record Shown(Supplier<FleetView> fleet) implements Source {
    @Override
    public FleetModel.Known read() {
      return new FleetModel.Known(fleet.get(), Duration.ZERO, null, 0);
    }

    @Override
    public FleetModel.@Nullable Known now() {
      return null;
    }

    @Override
    public void wrote(Collection<CellRef> cells) {
      throw new UnsupportedOperationException("nothing is written to a picture");
    }

    @Override
    public @Nullable List<FleetChange> since(long sequence) {
      return null;
    }
  }

  /** The node says that it is there, and this about its cells. */
  void heardOf(NodeView node, CellReport... cells) {
    NodeReport report = Objects.requireNonNull(node.report());
    memory.plant(Keys.heartbeat(node.node()), Json.write(Objects.requireNonNull(node.heartbeat())));
    memory.plant(
        Keys.report(node.node()),
        Json.write(
            new NodeReport(
                report.node(),
                report.agentVersion(),
                report.hostname(),
                report.os(),
                report.arch(),
                report.labels(),
                report.profiles(),
                List.of(cells),
                List.of())));
    for (CellReport cell : cells) {
      memory.plant(
          Keys.cell(new CellRef(node.node(), cell.cell())),
          "{\"manifest\": \"" + cell.manifest() + "\", \"uid\": \"u1\"}");
    }
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The first line of the answer to a request that names this host. */
  String statusFor(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET /b/main/fleet HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
