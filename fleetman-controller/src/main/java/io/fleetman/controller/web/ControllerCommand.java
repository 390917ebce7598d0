package io.fleetman.controller.web;

import io.fleetman.controller.config.Connection;
import io.fleetman.controller.config.WebSettings;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.support.ProgramVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fleetman controller}. */
@Command(
    name = "controller",
    description = "Serves the portal and the REST API to this machine, until ctrl-C.",
    footer = {
      "",
      "/health/live answers while the program runs, /health/ready while the store answers it.",
      "Without users only this machine can see it; from another one:",
      "  ssh -L 8080:127.0.0.1:8080 HOST",
      "",
      "Example:",
      "  fleetman controller --port 8081"
    })
public final class ControllerCommand implements Callable<Integer> {
  private final Session session;
  private final Supplier<List<Area>> areas;

  @Option(
      names = "--port",
      description =
          "Where to listen; 0 takes any free port (default: web.port of the configuration, else"
              + " 8080).")
  private @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Where to listen (default: web.bind of the configuration, else 127.0.0.1); others can"
              + " reach the controller only once there are users.")
  private @Nullable String bind;

  /**
   * In this run of the program.
   *
   * @param areas what there is to see and to do; asked for only if the server is started
   */
  public ControllerCommand(Session session, Supplier<List<Area>> areas) {
    this.session = session;
    this.areas = areas;
  }

  @Override
  public Integer call() throws InterruptedException {
    WebSettings web = session.config().web();
    String address = Objects.requireNonNullElse(bind, web.bind());
    List<Connection> buckets = session.connections();
    // Opened when they are first read: a store that is down is said on the page, where people look.
    Sites sites =
        new Sites(
            buckets.stream()
                .map(
                    b ->
                        new Site(
                            b,
                            session::open,
                            session.clock(),
                            session.killPoints(),
                            session.config().jobs()))
                .toList());
    ControllerServer server =
        new ControllerServer(
            new ControllerServer.Settings(
                address, ProgramVersion.get(), session.by(), web.secret().orElse(null)),
            sites,
            areas.get());
    int listening = start(server, Objects.requireNonNullElse(port, web.port()));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-controller"));
    String url =
        "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + listening;
    Terminal terminal = session.terminal();
    if (session.json()) {
      session.printJson(Map.of("url", url, "fleet", buckets.getFirst().storage().toString()));
    } else {
      terminal.print(
          "Fleet " + buckets.getFirst().storage() + " is at " + terminal.paint().bold(url));
      terminal.say(terminal.sayPaint().dim("ctrl-C stops it; the fleet does not need it to run."));
    }
    new CountDownLatch(1).await();
    return ExitCode.OK.code();
  }

  private static int start(ControllerServer server, int port) {
    if (port < 0 || port > 65_535) {
      throw new CommandException(ExitCode.USAGE, "--port must be from 0 to 65535, not " + port);
    }
    try {
      return server.start(port);
    } catch (PortTakenException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
