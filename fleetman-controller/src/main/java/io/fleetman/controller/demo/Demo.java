package io.fleetman.controller.demo;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.deploy.DeployListener;
import io.fleetman.controller.deploy.DeployOptions;
import io.fleetman.controller.deploy.DeployPlan;
import io.fleetman.controller.deploy.DeployService;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.fleet.FleetReader;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.fleet.Follower;
import io.fleetman.controller.fleet.Presence;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.CellReport;
import io.fleetman.document.CellState;
import io.fleetman.document.CellStatus;
import io.fleetman.layout.CellRef;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the demo does once its parts run: deploys, follows, looks, and takes away. */
final class Demo {
  private static final Duration DEPLOY = Duration.ofSeconds(90);
  private static final Duration REPORT = Duration.ofSeconds(30);
  private static final Duration REMOVE = Duration.ofSeconds(20);

  private final OpenFleet fleet;
  private final FleetReader reader;
  private final DemoFolder folder;
  private final Mode mode;
  private final Consumer<String> progress;

  /** The demo in this fleet; progress hears sentences for people. */
  Demo(OpenFleet fleet, DemoFolder folder, Mode mode, Consumer<String> progress) {
    this.fleet = fleet;
    this.reader = new FleetReader(fleet);
    this.folder = folder;
    this.mode = mode;
    this.progress = progress;
  }

  /** Whether the node's heartbeat came within the time. */
  boolean awaitNode(Duration limit, BooleanSupplier alive) throws InterruptedException {
    return await(
            limit,
            () ->
                !alive.getAsBoolean()
                    || reader.read().nodes().stream()
                        .anyMatch(
                            n ->
                                n.node().value().equals(DemoFolder.NODE)
                                    && n.presence() == Presence.ACTIVE
                                    && n.report() != null))
        && alive.getAsBoolean();
  }

  /** Deploys the copy of the example, and looks what came of it. */
  DemoResult deploy(String page, String store, int port) throws IOException, InterruptedException {
    // By content alone: the copy is in nobody's repository, even where the clone around it is one.
    DeployService service = new DeployService(fleet, _ -> Optional.empty());
    // Again even if the bucket says so already: what is shown is to be of this run.
    DeployOptions options = new DeployOptions(null, true, "fleetman demo");
    DeployPlan plan = service.prepare(folder.service(mode), options);
    CellRef cell = plan.service().cells().getFirst().ref();
    progress.accept(
        "deploying "
            + plan.service().manifest()
            + " "
            + plan.version()
            + " ("
            + Human.count(files(plan), "file")
            + ") to "
            + cell);
    List<String> problems = new ArrayList<>();
    for (Outcome outcome : service.execute(plan, options, DeployListener.NONE)) {
      follow(outcome, problems);
    }
    // What failed is not going to be reported as done.
    Optional<CellReport> report = problems.isEmpty() ? awaitReport(cell, plan) : report(cell);
    int verified = Installed.verify(plan, folder.installed(mode, cell.cell().value()), problems);
    CellState state = report.map(CellReport::state).orElse(null);
    if (state == null || !state.isSuccess()) {
      problems.add(
          "the node's report does not show "
              + cell
              + " at "
              + plan.version()
              + (state == null ? "" : ": it is " + state));
    }
    String url = mode.runs() ? "http://127.0.0.1:" + port + "/" : null;
    String answer = url == null ? null : ask(url + "health", problems);
    if (answer != null && !answer.contains(plan.version().value())) {
      problems.add("the service answers '" + answer + "', not as release " + plan.version());
    }
    String shown = ask(page + "b/" + DemoFolder.FLEET + "/cells", problems);
    boolean onPage = shown != null && shown.contains(cell.cell().value());
    if (shown != null && !onPage) {
      problems.add(page + " does not show " + cell + " among its cells");
    }
    String said = new DemoJob(fleet, progress).run(cell.node(), problems);
    boolean ok = problems.isEmpty();
    return new DemoResult(
        ok,
        mode.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        summary(ok, verified, answer) + (said == null ? "" : "; a job there said '" + said + "'"),
        cell,
        plan.version(),
        state,
        verified,
        url,
        answer,
        page,
        onPage,
        said,
        store,
        folder.root().toString(),
        problems,
        ok ? List.of() : report.map(CellReport::logTail).orElse(List.of()));
  }

  private String summary(boolean ok, int verified, @Nullable String answer) {
    if (!ok) {
      return "it did not work";
    }
    String files = Human.count(verified, "file") + " verified";
    return mode.runs()
        ? files + ", running as " + mode.words() + ", answered '" + answer + "'"
        : files + ", no process: " + (mode == Mode.FILES_ONLY ? "no systemd here" : mode.words());
  }

  private static int files(DeployPlan plan) {
    return plan.tree().tree().files().size();
  }

  private void follow(Outcome outcome, List<String> problems) {
    Follower.@Nullable Followed followed =
        switch (outcome) {
          case Outcome.Sent s -> new Follower.Followed(s.cell(), s.triggerId(), s.sequence());
          case Outcome.NothingToDo n ->
              new Follower.Followed(n.cell(), n.triggerId(), n.sequence());
          case Outcome.There _ -> null;
          case Outcome.Failed f -> {
            problems.add(f.cell() + ": " + f.cause().getMessage());
            yield null;
          }
        };
    if (followed == null) {
      return;
    }
    Follower.Listener listener =
        new Follower.Listener() {
          @Override
          public void changed(CellRef cell, CellStatus status) {
            progress.accept(cell + " " + status.state().name().toLowerCase(Locale.ROOT));
          }
        };
    for (Follower.Result result :
        new Follower(fleet, Thread::sleep).follow(List.of(followed), DEPLOY, listener)) {
      if (!result.succeeded()) {
        problems.add(reason(result));
      }
    }
  }

  private static String reason(Follower.Result result) {
    return switch (result) {
      case Follower.Result.Ended e ->
          e.cell() + " " + e.status().state() + ": " + e.status().reason();
      case Follower.Result.Superseded s -> s.cell() + " was told something else meanwhile";
      case Follower.Result.TimedOut t -> t.sentence();
    };
  }

  private Optional<CellReport> awaitReport(CellRef cell, DeployPlan plan)
      throws InterruptedException {
    await(
        REPORT,
        () ->
            report(cell)
                .filter(r -> plan.version().equals(r.running()) && r.state().isSuccess())
                .isPresent());
    return report(cell);
  }

  private Optional<CellReport> report(CellRef cell) {
    FleetView view = reader.read();
    return view.nodes().stream()
        .filter(n -> n.node().equals(cell.node()) && n.report() != null)
        .flatMap(n -> n.report().cells().stream())
        .filter(c -> c.cell().equals(cell.cell()))
        .findFirst();
  }

  private static @Nullable String ask(String url, List<String> problems)
      throws InterruptedException {
    try {
      return Http.get(url).strip();
    } catch (IOException e) {
      problems.add(url + " did not answer: " + e);
      return null;
    }
  }

  /** Has the node take away whatever runs on it; true if it did in time. */
  boolean takeAway() throws InterruptedException {
    Commands commands = new Commands(fleet);
    List<CellRef> running = running();
    Commands.forAll(running, cell -> commands.remove(cell, "the demo ends"));
    return await(REMOVE, () -> running().isEmpty());
  }

  private List<CellRef> running() {
    return reader.read().cells().stream()
        .filter(c -> c.cell().node().value().equals(DemoFolder.NODE))
        .filter(c -> c.profile() == mode.profile())
        .filter(c -> c.running() != null && c.state() != CellState.REMOVED)
        .map(CellView::cell)
        .toList();
  }

  private static boolean await(Duration limit, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      if (done.getAsBoolean()) {
        return true;
      }
      Thread.sleep(200);
    }
    return done.getAsBoolean();
  }
}
