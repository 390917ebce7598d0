package io.fleetman.controller.cli;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.deploy.DeployOptions;
import io.fleetman.controller.deploy.DeployPlan;
import io.fleetman.controller.deploy.DeployPlan.CellPlan;
import io.fleetman.controller.deploy.DeployService;
import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "deploy",
    description = "Makes a folder with a fleetman.yaml a running service.",
    footer = {
      "",
      "Uploads what changed, seals it, shows the plan, asks, publishes, and follows the nodes"
          + " until",
      "they are done. The same content again is nothing to do, and restarts nothing.",
      "",
      "Example:",
      "  fleetman deploy ./web",
      "  fleetman deploy ./web --version 1.2 --yes --reason \"new landing page\""
    })
final class DeployCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder (default: the working folder).")
  private Path folder = Path.of(".");

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      converter = Converters.ToVersion.class,
      description = "Its version (default: git describe, else a hash of the content).")
  private @Nullable Version version;

  @Option(names = "--redeploy", description = "Have the nodes do it again though it is so already.")
  private boolean redeploy;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final WriteOptions write = new WriteOptions();
  @Mixin private final WaitOptions wait = new WaitOptions();

  DeployCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param manifest what was deployed
   * @param version its version
   * @param ok whether the exit code is 0
   * @param dryRun whether nothing was written
   * @param uploadFiles how many files were to be uploaded at most
   * @param uploadBytes how many bytes these have
   * @param plan what changes for each cell; files that do not change are left out
   * @param cells what came of each cell; empty for a dry run
   */
  record Document(
      ManifestId manifest,
      Version version,
      boolean ok,
      boolean dryRun,
      int uploadFiles,
      long uploadBytes,
      List<ChangePlan> plan,
      List<CellResult> cells) {}

  @Override
  public Integer call() {
    OpenFleet fleet = session.fleet();
    DeployService service = new DeployService(fleet, new GitDescribe());
    DeployOptions options = new DeployOptions(version, redeploy, write.reason());
    DeployPlan plan = service.prepare(session.files().workingFolder().resolve(folder), options);
    if (!session.json()) {
      show(plan);
    }
    if (write.dryRun()) {
      return finish(plan, List.of());
    }
    boolean idle = plan.nothingToDo() && !redeploy;
    if (!idle) {
      session.fleetToWrite();
      session.agree(
          "Deploy " + plan.service().manifest() + " " + plan.version() + "?", yes.given());
    }
    try (PublishProgress progress = new PublishProgress(session.terminal())) {
      var outcomes = progress.around(() -> service.execute(plan, options, progress));
      return finish(plan, new CommandRun(session, fleet).results(outcomes, wait));
    }
  }

  private int finish(DeployPlan plan, List<CellResult> results) {
    int code = CommandRun.code(results).code();
    if (session.json()) {
      session.printJson(
          new Document(
              plan.service().manifest(),
              plan.version(),
              code == 0,
              write.dryRun(),
              plan.sealed() ? 0 : plan.uploadFiles(),
              plan.sealed() ? 0 : plan.uploadBytes(),
              plan.cells().stream().map(c -> PlanView.changed(c.changes())).toList(),
              results));
    } else if (!results.isEmpty()) {
      session.terminal().print("");
      new CommandRun(session, session.fleet()).show("deploy", results);
    }
    return code;
  }

  private void show(DeployPlan plan) {
    Terminal terminal = session.terminal();
    Paint paint = terminal.paint();
    terminal.print(
        paint.bold(plan.service().manifest() + " " + plan.version())
            + paint.dim(" (version " + source(plan) + ")")
            + ", "
            + Human.count(plan.tree().tree().files().size(), "file")
            + ", "
            + Human.bytes(plan.tree().tree().bytes()));
    if (plan.nothingToDo() && !redeploy) {
      terminal.print("nothing to do: every cell is told to be at this version with this content");
      return;
    }
    if (plan.manifest().change() != Applied.Change.UNCHANGED) {
      terminal.print(
          plan.manifest().what()
              + ": "
              + (plan.manifest().change() == Applied.Change.CREATED ? "new" : "changes")
              + ", revision "
              + plan.manifest().revision());
    }
    if (plan.sealed()) {
      terminal.print("sealed already: nothing to upload");
    } else {
      terminal.print(
          "to upload: at most "
              + Human.count(plan.uploadFiles(), "file")
              + ", "
              + Human.bytes(plan.uploadBytes()));
    }
    for (CellPlan cell : plan.cells()) {
      CellRef ref = cell.mapping().cell().ref();
      switch (cell.mapping().change()) {
        case CREATED -> terminal.print("cell " + ref + ": new");
        case RECREATED -> terminal.print("cell " + ref + ": new again, it had been removed");
        case CHANGED -> terminal.print("cell " + ref + ": its variables change");
        case UNCHANGED -> {}
      }
    }
    new PlanView(session).changes(plan.cells().stream().map(CellPlan::changes).toList());
    terminal.print("");
  }

  private static String source(DeployPlan plan) {
    return switch (plan.versionFrom()) {
      case "given" -> "as given";
      case "git" -> "from git describe";
      default -> "from the content";
    };
  }
}
