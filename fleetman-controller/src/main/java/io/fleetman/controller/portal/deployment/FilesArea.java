package io.fleetman.controller.portal.deployment;

import static io.fleetman.controller.portal.deployment.DeploymentsArea.EDIT;
import static io.fleetman.controller.portal.deployment.DeploymentsArea.ONE;
import static io.fleetman.controller.portal.deployment.DeploymentsArea.VIEW;
import static io.fleetman.controller.portal.deployment.DeploymentsArea.manifest;
import static io.fleetman.controller.portal.deployment.DeploymentsArea.version;

import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.DraftFiles;
import io.fleetman.controller.deployment.FileContent;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.Expected;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.tree.Spool;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Frame;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.RelativePath;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A version's files, one by one: looked at, edited in place, taken out. */
public final class FilesArea implements Area {
  @Override
  public void routes(Routes routes) {
    routes.page(ONE + "/file", VIEW, FilesArea::show);
    routes.page(ONE + "/edit", VIEW, FilesArea::edit);
    routes.form(ONE + "/edit", EDIT, "deployment put", FilesArea::save);
    routes.form(ONE + "/mode", EDIT, "deployment mode", FilesArea::mode);
    routes.form(ONE + "/take-out", EDIT, "deployment take-out", FilesArea::takeOut);
  }

  private static RelativePath path(String text) {
    try {
      return new RelativePath(text);
    } catch (InvalidNameException e) {
      throw new Refusal.NotFound(String.valueOf(e.getMessage()));
    }
  }

  private static DeploymentDocument found(PageExchange exchange) {
    return new Deployments(exchange.fleet()).get(manifest(exchange), version(exchange));
  }

  private static FilePage page(PageExchange exchange, RelativePath path) {
    DeploymentDocument deployment = found(exchange);
    TreeEntry entry = deployment.files().get(path);
    if (entry == null || entry.type() == FileType.FOLDER) {
      throw new Refusal.NotFound(
          "'" + path + "' is no file of " + deployment.manifest() + " " + deployment.version());
    }
    return FilePage.of(deployment, path, entry, FileContent.of(exchange.fleet(), deployment, path));
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    RelativePath path = path(exchange.query("path").orElse(""));
    exchange.render("deployment/file.jte", path.value(), page(exchange, path));
  }

  private static void edit(PageExchange exchange) throws InterruptedException {
    String asked = exchange.query("path").orElse("");
    DeploymentDocument deployment = found(exchange);
    if (asked.isEmpty() || !deployment.files().containsKey(path(asked))) {
      FilePage fresh =
          FilePage.of(
              deployment,
              new RelativePath(asked.isEmpty() ? "new-file" : asked),
              new TreeEntry(FileType.TEXT, null, 0, null, null, null, "0644", false),
              new FileContent.Nothing());
      exchange.render("deployment/edit.jte", "New file", fresh.edited(""));
      return;
    }
    FilePage page = page(exchange, path(asked));
    exchange.render(
        "deployment/edit.jte",
        "Edit " + asked,
        page.edited(FileContent.editable(page.content(), path(asked))));
  }

  private static void save(PageExchange exchange) throws InterruptedException, IOException {
    Form form = exchange.form();
    String asked = form.text("path");
    String typed = form.raw("text");
    String seen = form.text("seen");
    DeploymentDocument deployment = found(exchange);
    RelativePath path;
    try {
      path = new RelativePath(asked);
    } catch (InvalidNameException e) {
      RelativePath stand = new RelativePath("new-file");
      TreeEntry none = new TreeEntry(FileType.TEXT, null, 0, null, null, null, "0644", false);
      exchange
          .invalid()
          .render(
              "deployment/edit.jte",
              "New file",
              FilePage.of(deployment, stand, none, new FileContent.Nothing())
                  .edited(typed)
                  .refused(String.valueOf(e.getMessage())));
      return;
    }
    byte[] bytes = typed.getBytes(StandardCharsets.UTF_8);
    try (Spool body = Spool.of(new ByteArrayInputStream(bytes), asked, bytes.length)) {
      var _ =
          new DraftFiles(exchange.fleet())
              .put(
                  deployment.manifest(),
                  deployment.version(),
                  body.as(path, "0644"),
                  seen.isEmpty() ? new Expected.Nothing() : new Expected.Content(seen),
                  UploadListener.NONE);
      exchange.redirect(
          DeploymentsArea.page(exchange) + "/file?path=" + Frame.encoded(path.value()),
          Toast.done(path + " is saved."));
    } catch (Refusal.Conflict e) {
      conflict(exchange, path, typed, String.valueOf(e.getMessage()));
    } catch (Refusal.Invalid e) {
      TreeEntry entry =
          deployment
              .files()
              .getOrDefault(
                  path, new TreeEntry(FileType.TEXT, null, 0, null, null, null, "0644", false));
      exchange
          .invalid()
          .render(
              "deployment/edit.jte",
              "Edit " + path,
              FilePage.of(deployment, path, entry, new FileContent.Nothing())
                  .edited(typed)
                  .refused(String.valueOf(e.getMessage())));
    }
  }

  // Both versions are shown, and the editor keeps what was typed: saving it again replaces theirs.
  private static void conflict(PageExchange exchange, RelativePath path, String typed, String why)
      throws InterruptedException {
    DeploymentDocument now = found(exchange);
    TreeEntry entry =
        now.files()
            .getOrDefault(
                path, new TreeEntry(FileType.TEXT, null, 0, null, null, null, "0644", false));
    FileContent theirs = FileContent.of(exchange.fleet(), now, path);
    FilePage page = FilePage.of(now, path, entry, theirs).edited(typed);
    FilePage shown =
        FileContent.text(theirs)
            .map(text -> page.conflicting(LineDiff.between(text, typed)))
            .orElseGet(() -> page.refused(why));
    exchange
        .status(HttpStatus.CONFLICT)
        .render("deployment/edit.jte", "Changed by somebody else", shown);
  }

  private static void mode(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    RelativePath path = path(form.text("path"));
    String mode = form.text("mode");
    String seen = form.text("seen");
    try {
      var _ =
          new DraftFiles(exchange.fleet())
              .setMode(
                  manifest(exchange), version(exchange), path, mode, seen.isEmpty() ? null : seen);
    } catch (Refusal.Conflict e) {
      FilePage now = page(exchange, path);
      exchange
          .overtaken(List.of(new Overtaken(path.value(), form.text("saw"), now.words())))
          .render("deployment/file.jte", path.value(), now);
      return;
    }
    exchange.redirect(
        DeploymentsArea.page(exchange) + "/file?path=" + Frame.encoded(path.value()),
        Toast.done(path + " has mode " + mode + "."));
  }

  private static void takeOut(PageExchange exchange) throws InterruptedException {
    Ticked ticked = Ticked.of(exchange.form());
    if (ticked.isEmpty()) {
      exchange.redirect(
          DeploymentsArea.page(exchange), Toast.failed("Nothing was taken out: tick files first."));
      return;
    }
    List<RelativePath> paths = List.copyOf(ticked.seen().keySet());
    try {
      var _ =
          new DraftFiles(exchange.fleet())
              .remove(manifest(exchange), version(exchange), ticked.seen());
    } catch (Refusal.Conflict e) {
      List<Overtaken> changed = ticked.overtaken(found(exchange).files());
      if (changed.isEmpty()) {
        throw e;
      }
      DeploymentsArea.show(exchange.overtaken(changed), null);
      return;
    }
    exchange.redirect(
        DeploymentsArea.page(exchange),
        Toast.done(
            (paths.size() == 1 ? paths.getFirst() + " is" : paths.size() + " entries are")
                + " taken out."));
  }
}
