package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import io.fleetman.controller.fleet.NodeView;
import io.fleetman.document.CellReport;
import io.fleetman.document.NodeReport;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A controller over a store in memory, of whose nodes and cells is heard. */
final class Window extends TestController {
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
          "{\"node\": \"%s\", \"cell\": \"%s\", \"manifest\": \"%s\", \"uid\": \"u1\"}"
              .formatted(node.node(), cell.cell(), cell.manifest()));
    }
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
}
