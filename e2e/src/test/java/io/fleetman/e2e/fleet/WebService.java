package io.fleetman.e2e.fleet;

import io.fleetman.e2e.node.Ports;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The folder of a small web service whose versions can be made to misbehave: it answers every
 * request with its version and says in a header when it started, and keeps a list of its starts in
 * its data folder.
 */
public final class WebService {
  private static final String PROGRAM =
      """
      #!/usr/bin/python3
      import os, socket, sys, threading, time
      port = int(sys.argv[1])
      started = str(os.getpid()) + " " + str(time.time())
      version = open("VERSION").read().strip()
      mode = open("MODE").read().strip()
      open("logs/web.log", "a").write("starting " + version + "\\n")
      print("web " + version + " starts", flush=True)
      if mode == "exits":
          print("cannot open the database", flush=True)
          sys.exit(3)
      if mode == "deaf":
          time.sleep(3600)
      if mode == "dies":
          threading.Timer(6, lambda: (print("out of luck", flush=True), os._exit(4))).start()
      if mode == "greedy":
          hoard = bytearray(os.urandom(1 << 20)) * 300
      with open("data/starts", "a") as starts:
          starts.write(version + "\\n")
      server = socket.socket()
      server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      server.bind(("127.0.0.1", port))
      server.listen(16)
      while True:
          connection, _ = server.accept()
          connection.recv(4096)
          body = version + " " + open("app.conf").read()
          connection.sendall(("HTTP/1.0 200 OK\\r\\nStarted: " + started + "\\r\\n\\r\\n" + body).encode())
          connection.close()
      """;

  private final Path folder;
  private final String name;
  private final List<String> cells = new ArrayList<>();
  private final Map<CellRef, Integer> ports = new LinkedHashMap<>();
  private String profile = "systemd";
  private String extra = "";
  private String stableFor = "2s";
  private String within = "40s";

  /** A service of this name in a folder of its own below {@code parent}. */
  public WebService(Path parent, String name) {
    this.name = name;
    this.folder = parent.resolve("service-" + name);
  }

  /** How it runs; systemd unless said. */
  public WebService profile(String value) {
    this.profile = value;
    return this;
  }

  /** Further lines of its fleetman.yaml; they replace those given before. */
  public WebService with(String yaml) {
    this.extra = yaml;
    return this;
  }

  /** How long it has to stay up. */
  public WebService stableFor(String value) {
    this.stableFor = value;
    return this;
  }

  /** How long it may take to come up; long unless said, for a test machine may be busy. */
  public WebService within(String value) {
    this.within = value;
    return this;
  }

  /** Maps it onto a node, listening on a port that nobody else has. */
  public WebService on(String node, String cell) {
    int port = Ports.next();
    ports.put(new CellRef(new NodeId(node), new CellId(cell)), port);
    cells.add("  - {node: %s, id: %s, variables: {port: %d}}\n".formatted(node, cell, port));
    return this;
  }

  /** The port of a cell that it was mapped onto. */
  public int port(CellRef cell) {
    return Objects.requireNonNull(ports.get(cell), () -> name + " has no cell " + cell);
  }

  /** The port of its one cell. */
  public int port() {
    return port(onlyCell());
  }

  /** Its one cell. */
  public CellRef onlyCell() {
    if (ports.size() != 1) {
      throw new IllegalStateException(name + " has the cells " + ports.keySet());
    }
    return ports.keySet().iterator().next();
  }

  /** Writes a version that works. */
  public WebService version(String version) {
    return version(version, "works");
  }

  /**
   * Writes a version that works, {@code exits}, {@code dies} after 6 s, is {@code deaf} or {@code
   * greedy}.
   */
  public WebService version(String version, String mode) {
    String runs =
        """
        health: {http: "http://127.0.0.1:{{ vars.port }}/", within: %s, stableFor: %s}
        """
            .formatted(within, stableFor);
    write(
        "fleetman.yaml",
        """
        manifest: %s
        profile: %s
        files:
          - {path: ., exclude: [fleetman.yaml]}
          - {path: app.conf, type: template, mode: "0640"}
        variables: {port: 8080}
        data: [data]
        logs: [logs/web.log]
        """
                .formatted(name, profile)
            + (profile.equals("deploy") ? "" : runs)
            + (profile.equals("deploy") || extra.contains("unit:")
                ? ""
                : "command: ./bin/web {{ vars.port }}\n")
            + extra
            + "cells:\n"
            + String.join("", cells));
    write("VERSION", version + "\n");
    write("MODE", mode + "\n");
    write("app.conf", "node={{ node.id }} cell={{ cell.id }} port={{ vars.port }}\n");
    writeProgram();
    return this;
  }

  private void writeProgram() {
    write("bin/web", PROGRAM);
    try {
      Files.setPosixFilePermissions(
          folder.resolve("bin/web"), PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one more file. */
  public WebService write(String path, String content) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(folder.resolve("bin"));
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its folder, for {@code fleetman deploy}. */
  public String folder() {
    return folder.toString();
  }
}
