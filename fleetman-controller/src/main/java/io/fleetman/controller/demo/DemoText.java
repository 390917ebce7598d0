package io.fleetman.controller.demo;

import io.fleetman.controller.cli.StoreKeys;
import io.fleetman.controller.console.Paint;
import io.fleetman.controller.console.Terminal;
import java.nio.file.Path;
import java.util.List;

/** What the demo says for people. */
final class DemoText {
  private final Terminal terminal;
  private final Paint paint;
  private final Path clone;
  private final DemoFolder folder;
  private final Mode mode;

  DemoText(Terminal terminal, Path clone, DemoFolder folder, Mode mode) {
    this.terminal = terminal;
    this.paint = terminal.paint();
    this.clone = clone;
    this.folder = folder;
    this.mode = mode;
  }

  void once(DemoResult result) {
    outcome(result);
    terminal.print("Everything is stopped; " + shown(folder.root()) + " keeps the data.");
  }

  void stays(DemoResult result, StoreKeys keys) {
    outcome(result);
    terminal.print("");
    terminal.print("  page       " + paint.bold(result.page()));
    terminal.print("  store      " + result.store() + ", bucket " + DemoFolder.BUCKET);
    terminal.print("             access key " + keys.accessKey());
    terminal.print("             secret key " + keys.secretKey());
    terminal.print(
        "  node       "
            + DemoFolder.NODE
            + ", an agent of its own; log "
            + shown(folder.agentLog()));
    if (result.service() != null) {
      terminal.print("  service    " + paint.bold(result.service()));
    }
    terminal.print("  its files  " + shown(folder.service(mode)) + ", yours to change");
    terminal.print("");
    terminal.print(paint.bold("Three things to try") + ", in another terminal:");
    terminal.print("  cd " + quoted(clone.toString()));
    terminal.print("  export FLEETMAN_CONFIG=" + quoted(shown(folder.config())));
    steps().forEach(terminal::print);
    terminal.print("");
    terminal.print(
        paint.dim(
            "ctrl-C stops everything; the next demo finds its data again in "
                + shown(folder.root())
                + "."));
  }

  private void outcome(DemoResult result) {
    terminal.print("");
    terminal.print(
        (result.ok() ? paint.good("It works: ") : paint.bad("It did not work: "))
            + result.cell()
            + " "
            + result.version()
            + (result.ok() ? ": " + result.summary() + "." : ""));
    result.problems().forEach(p -> terminal.print("  " + p));
    if (!result.log().isEmpty()) {
      terminal.print("  last lines of its log:");
      result.log().forEach(line -> terminal.print("    " + line));
    }
    if (!result.ok()) {
      terminal.print(
          "What failed is your copy, "
              + shown(folder.service(mode))
              + ": mend it, or delete it to have the example again.");
    }
    if (mode == Mode.FILES_ONLY) {
      terminal.print(
          "Mode: files only, since no systemd of yours answers here"
              + " (as root, --systemd=system takes the machine's).");
    } else {
      terminal.print("Mode: " + mode.words() + ".");
    }
  }

  private List<String> steps() {
    String service = shown(folder.service(mode));
    String deploy = "     ./fleetman deploy --yes " + quoted(service);
    String conf = quoted(service + (mode.runs() ? "/conf/hello.conf" : "/conf/site.conf"));
    String change =
        mode.runs()
            ? "     sed -i 's/^greeting = .*/greeting = Moin/' " + conf
            : "     sed -i 's/It is here/It was changed/' " + quoted(service + "/site/index.html");
    return List.of(
        "  1. Change a file, and deploy again:",
        change,
        deploy,
        "  2. Break it, and see it go back to the release before:",
        "     sed -i 's/^port = .*/port = eighty/' " + conf,
        deploy,
        "  3. Look into the bucket with any S3 browser, or as plain files:",
        "     cat "
            + quoted(
                shown(folder.storeObjects())
                    + "/"
                    + DemoFolder.BUCKET
                    + "/cells/"
                    + DemoFolder.NODE
                    + "/"
                    + mode.example()
                    + "/trigger.json"));
  }

  /** As it is written in the clone, where the commands are run. */
  private String shown(Path path) {
    return path.startsWith(clone) ? clone.relativize(path).toString() : path.toString();
  }

  private static String quoted(String text) {
    return text.matches("[\\w./@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
