package io.fleetman.controller.demo;

import io.fleetman.controller.cli.StoreKeys;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.ProgramVersion;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.ControllerServer;
import io.fleetman.controller.web.Site;
import io.fleetman.controller.web.Sites;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the demo's parts in their order, and stops them in the opposite one, however it ends. */
final class DemoRun implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DemoRun.class);
  private static final int STORE_PORT = 9000;
  private static final int PAGE_PORT = 8080;

  private final Session session;
  private final List<Area> areas;
  private final Terminal terminal;
  private final Path clone;
  private final DemoFolder folder;
  private final Systemd systemd;
  private final Mode mode;
  private final Deque<Part> parts = new ArrayDeque<>();
  private boolean closed;

  /** How a part is stopped. */
  @FunctionalInterface
  private interface Part {
    void stop() throws InterruptedException;
  }

  DemoRun(
      Session session,
      List<Area> areas,
      Path clone,
      DemoFolder folder,
      Systemd systemd,
      Mode mode) {
    this.session = session;
    this.areas = areas;
    this.terminal = session.terminal();
    this.clone = clone;
    this.folder = folder;
    this.systemd = systemd;
    this.mode = mode;
  }

  /** All of it, then nothing runs any more. */
  int once() throws IOException, EmbeddedStoreException, InterruptedException {
    Thread hook = onInterrupt();
    DemoResult result = start();
    close();
    Runtime.getRuntime().removeShutdownHook(hook);
    if (session.json()) {
      session.printJson(result);
    } else {
      new DemoText(terminal, clone, folder, mode).once(result);
    }
    return (result.ok() ? ExitCode.OK : ExitCode.FAILED).code();
  }

  /** All of it; then it stays. */
  int untilInterrupted() throws IOException, EmbeddedStoreException, InterruptedException {
    onInterrupt();
    DemoResult result = start();
    if (session.json()) {
      session.printJson(result);
    } else {
      new DemoText(terminal, clone, folder, mode).stays(result, keys());
    }
    new CountDownLatch(1).await();
    return ExitCode.OK.code();
  }

  private Thread onInterrupt() {
    Thread hook = new Thread(this::close, "stop-demo");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private StoreKeys keys() {
    return StoreKeys.given(null, null, folder.storeKeys());
  }

  private DemoResult start() throws IOException, EmbeddedStoreException, InterruptedException {
    StorageSettings settings = startStore();
    // A demo that was killed may have left its service running: it would hold the port.
    List<String> left = systemd.takeAway(folder.node());
    left.forEach(unit -> say("took away " + unit + ", which an earlier demo left"));
    folder.copyExample(clone.resolve("examples"), mode);
    int servicePort = mode.runs() ? folder.servicePort(mode) : 0;
    folder.writeConfigs(settings, mode);
    ObjectStore objects = session.open(settings);
    started(objects::close);
    OpenFleet fleet = openFleet(new DocumentStore(objects));
    Demo demo = new Demo(fleet, folder, mode, this::say);
    String page = startPage(settings);
    AgentProcess agent = startAgent(demo);
    if (!demo.awaitNode(Duration.ofSeconds(45), agent::alive)) {
      throw new CommandException(
          ExitCode.FAILED,
          "the demo's agent "
              + (agent.alive() ? "did not report within 45 s" : "ended at once")
              + "; its log "
              + folder.agentLog()
              + " ends with:\n  "
              + String.join("\n  ", folder.agentLogTail(15)));
    }
    try {
      return demo.deploy(page, String.valueOf(settings.endpoint()), servicePort);
    } finally {
      session.record(null); // the store is closed before the command ends
    }
  }

  private StorageSettings startStore() throws IOException, EmbeddedStoreException {
    StoreKeys keys = keys();
    EmbeddedStore store =
        EmbeddedStore.start(
            new EmbeddedStore.Settings(
                folder.storeObjects(),
                "127.0.0.1",
                Ports.firstFree(STORE_PORT),
                keys.accessKey(),
                keys.secretKey()));
    started(store::close);
    store.createBucket(DemoFolder.BUCKET);
    say("store at " + store.endpoint());
    return StorageSettings.of(
        store.endpoint(),
        null,
        DemoFolder.BUCKET,
        null,
        null,
        keys.accessKey(),
        keys.secretKey(),
        null,
        null);
  }

  private OpenFleet openFleet(DocumentStore documents) {
    OpenFleet watched = session.watched(documents);
    FleetGate.init(watched.documents(), session.clock(), session.by(), Map.of("store", "embedded"));
    var _ = FleetGate.open(documents, session.clock(), session.by());
    return watched;
  }

  private String startPage(StorageSettings settings) throws IOException {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    Site site =
        new Site(
            new Connection(DemoFolder.FLEET, settings, false),
            session::open,
            session.clock(),
            session.killPoints());
    ControllerServer server =
        new ControllerServer(
            new ControllerServer.Settings("127.0.0.1", ProgramVersion.get(), session.by(), secret),
            new Sites(List.of(site)),
            areas);
    int port = server.start(Ports.firstFree(PAGE_PORT));
    started(server::close);
    String page = "http://127.0.0.1:" + port + "/";
    say("page at " + page);
    return page;
  }

  private AgentProcess startAgent(Demo demo) throws IOException {
    AgentProcess agent = AgentProcess.start(clone, folder);
    started(
        () -> {
          if (mode.runs() && agent.alive() && !demo.takeAway()) {
            log.warn("the node did not take its service away in time; the demo does it itself");
          }
          agent.close();
          systemd.takeAway(folder.node());
        });
    say("agent of node " + DemoFolder.NODE + " is process " + agent.pid());
    return agent;
  }

  private void say(String sentence) {
    terminal.say(terminal.sayPaint().dim("- " + sentence));
  }

  private synchronized void started(Part part) {
    parts.push(part);
    if (closed) {
      // ctrl-C came while it was being started
      closed = false;
      close();
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!parts.isEmpty()) {
      say("stopping " + (mode.runs() ? "the service, " : "") + "the agent, the page, the store");
    }
    while (!parts.isEmpty()) {
      try {
        parts.pop().stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        // the others are stopped all the same
        log.warn("a part of the demo did not stop cleanly", e);
      }
    }
  }
}
