package io.fleetman.controller.portal.cell;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.fleet.CellView;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.FileText;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.tree.Temporary;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.CellDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FileType;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A cell's overrides: the list, and the editor of one. */
final class OverridePages {
  private static final String BASE = "/cells/" + CellArea.NAME + "/overrides";

  void routes(Routes routes) {
    Access view = Access.view(Kind.OVERRIDES, CellArea.NAME);
    Access edit = Access.edit(Kind.OVERRIDES, CellArea.NAME);
    routes.page(BASE, view, OverridePages::list);
    routes.page(BASE + "/edit", view, OverridePages::edit);
    routes.form(BASE + "/edit", edit, "override set", OverridePages::save);
    routes.form(BASE + "/hide", edit, "override set", OverridePages::hide);
    routes.form(BASE + "/remove", edit, "override rm", OverridePages::remove);
  }

  /** The files that an override is laid over. */
  private record Below(Optional<Version> version, SortedMap<RelativePath, TreeEntry> files) {}

  private static void list(PageExchange exchange) throws InterruptedException {
    CellHead head = CellArea.head(exchange);
    CellRef cell = CellArea.ref(exchange);
    CellDocument document = new Cells(exchange.fleet()).get(cell);
    OverridesDocument overrides = new Overrides(exchange.fleet()).list(cell).orElse(null);
    Below below = below(exchange, document);
    exchange.render(
        "cell/overrides.jte",
        cell + " overrides",
        OverrideList.of(
            head, overrides, below.version().orElse(null), below.files(), unpublished(exchange)));
  }

  private static boolean unpublished(PageExchange exchange) throws InterruptedException {
    CellView known = CellArea.fleet(exchange).cell(CellArea.ref(exchange)).orElse(null);
    return known == null || known.desired() == null;
  }

  private static void edit(PageExchange exchange) throws InterruptedException {
    String asked = exchange.query("path").orElse("");
    if (asked.isEmpty()) {
      editor(exchange, Form.empty(), null, null, null);
      return;
    }
    RelativePath path = new RelativePath(asked);
    CellRef cell = CellArea.ref(exchange);
    TreeEntry there = find(exchange.fleet(), cell, path);
    Below below = below(exchange, new Cells(exchange.fleet()).get(cell));
    TreeEntry under = below.files().get(path);
    TreeEntry shown = there == null || there.deleted() ? under : there;
    Map<String, String> values = new LinkedHashMap<>();
    values.put("path", path.value());
    values.put("seen", Overrides.tag(there));
    values.put("saw", words(there));
    if (FileText.read(exchange.fleet().objects(), shown) instanceof FileText.Text(var text)) {
      values.put("text", text);
    }
    if (there != null && !there.deleted()) {
      values.put("mode", there.mode());
      values.put("type", there.type().name().toLowerCase(Locale.ROOT));
      values.put("owner", Objects.requireNonNullElse(there.owner(), ""));
      values.put("group", Objects.requireNonNullElse(there.group(), ""));
    }
    editor(exchange, Form.with(values), there, under, null);
  }

  private static void editor(
      PageExchange exchange,
      Form form,
      @Nullable TreeEntry there,
      @Nullable TreeEntry under,
      @Nullable String theirs)
      throws InterruptedException {
    OpenFleet fleet = exchange.fleet();
    CellRef cell = CellArea.ref(exchange);
    Below below = below(exchange, new Cells(fleet).get(cell));
    FileText old = FileText.read(fleet.objects(), under);
    FileText now = there == null ? new FileText.Absent() : FileText.read(fleet.objects(), there);
    LineDiff diff =
        old instanceof FileText.Text(var from) && now instanceof FileText.Text(var to)
            ? LineDiff.between(from, to)
            : LineDiff.NONE;
    boolean text =
        (there == null && under == null)
            || now instanceof FileText.Text
            || (there == null && old instanceof FileText.Text)
            || (there != null && there.deleted());
    exchange.render(
        "cell/override.jte",
        cell + " override",
        new OverrideEditor(
            CellArea.head(exchange),
            form,
            there != null,
            there != null && there.deleted(),
            text,
            diff,
            theirs,
            below.version().map(Version::toString).orElse(""),
            below.files().keySet().stream().map(RelativePath::value).limit(2000).toList()));
  }

  private static void save(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    CellRef cell = CellArea.ref(exchange);
    RelativePath path = form.read("path", RelativePath::new);
    UploadedFile upload = exchange.http().uploadedFile("file");
    boolean file = upload != null && upload.size() > 0;
    Path temporary = null;
    try {
      temporary = Temporary.file(".override");
      if (file) {
        try (InputStream in = Objects.requireNonNull(upload).content();
            OutputStream out = Temporary.write(temporary)) {
          in.transferTo(out);
        }
      } else {
        try (OutputStream out = Temporary.write(temporary)) {
          out.write(form.raw("text").getBytes(StandardCharsets.UTF_8));
        }
      }
      if (form.ok()) {
        var _ =
            new Overrides(exchange.fleet())
                .set(
                    cell,
                    Objects.requireNonNull(path),
                    temporary,
                    attributes(form),
                    seen(form),
                    exchange.reason());
        exchange.redirect(
            "/cells/" + cell + "/overrides",
            Toast.done("'" + path + "' is overridden; it counts from the next publish on"));
        return;
      }
    } catch (Refusal.Conflict conflict) {
      conflict(exchange, form, cell, Objects.requireNonNull(path), conflict);
      return;
    } catch (Refusal refusal) {
      form.refuse(refusal);
    } catch (IOException e) {
      form.refuse("file", "it could not be read: " + e.getMessage());
    } finally {
      delete(temporary);
    }
    editor(exchange.invalid(), form, null, null, null);
  }

  // Shows both: what was typed stays in the form, what is there now beside it.
  private static void conflict(
      PageExchange exchange, Form form, CellRef cell, RelativePath path, Refusal.Conflict conflict)
      throws InterruptedException {
    TreeEntry there = find(exchange.fleet(), cell, path);
    String theirs =
        there == null
            ? "(there is no override any more)"
            : there.deleted()
                ? "(the file is left out on this cell)"
                : switch (FileText.read(exchange.fleet().objects(), there)) {
                  case FileText.Text(var text) -> text;
                  case FileText.Binary(var size) -> "(" + size + " bytes that are not text)";
                  case FileText.Large(var size) -> "(" + size + " bytes)";
                  case FileText.Absent _ -> "(nothing)";
                };
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : List.of("path", "mode", "type", "owner", "group", "reason")) {
      values.put(name, form.text(name));
    }
    values.put("text", form.raw("text"));
    values.put("seen", Overrides.tag(there));
    Form again = Form.with(values);
    again.refuse(conflict);
    editor(
        exchange.status(io.javalin.http.HttpStatus.CONFLICT),
        again,
        there,
        below(exchange, new Cells(exchange.fleet()).get(cell)).files().get(path),
        theirs);
  }

  private static void hide(PageExchange exchange) throws InterruptedException {
    change(
        exchange,
        (overrides, cell, path, seen) -> overrides.hide(cell, path, seen, exchange.reason()),
        "is left out on this cell from the next publish on");
  }

  private static void remove(PageExchange exchange) throws InterruptedException {
    change(
        exchange,
        (overrides, cell, path, seen) -> overrides.remove(cell, path, seen, exchange.reason()),
        "is the version's own again from the next publish on");
  }

  @FunctionalInterface
  private interface Change {
    OverridesDocument apply(
        Overrides overrides, CellRef cell, RelativePath path, @Nullable String seen);
  }

  private static void change(PageExchange exchange, Change change, String done)
      throws InterruptedException {
    Form form = exchange.form();
    CellRef cell = CellArea.ref(exchange);
    Toast said;
    try {
      RelativePath path = new RelativePath(form.text("path"));
      var _ = change.apply(new Overrides(exchange.fleet()), cell, path, seen(form));
      said = Toast.done("'" + path + "' " + done);
    } catch (Refusal.Conflict conflict) {
      RelativePath path = new RelativePath(form.text("path"));
      exchange.overtaken(
          List.of(
              new Overtaken(
                  path.value(), form.text("saw"), words(find(exchange.fleet(), cell, path)))));
      list(exchange);
      return;
    } catch (Refusal | io.fleetman.layout.InvalidNameException e) {
      said = Toast.failed(String.valueOf(e.getMessage()));
    }
    exchange.redirect("/cells/" + cell + "/overrides", said);
  }

  /** An override in words, for somebody who is told that it changed. */
  static String words(@Nullable TreeEntry override) {
    if (override == null) {
      return "the version's own file, if it has one";
    }
    String sha256 = override.sha256();
    return override.deleted()
        ? "left out on this cell"
        : Human.bytes(override.size())
            + ", mode "
            + override.mode()
            + (sha256 == null ? "" : ", sha256 " + sha256.substring(0, 12));
  }

  private static @Nullable String seen(Form form) {
    return form.text("seen").isEmpty() ? null : form.text("seen");
  }

  private static Overrides.Attributes attributes(Form form) {
    return new Overrides.Attributes(
        form.text("type").isEmpty()
            ? null
            : FileType.valueOf(form.text("type").toUpperCase(Locale.ROOT)),
        empty(form.text("owner")),
        empty(form.text("group")),
        empty(form.text("mode")));
  }

  private static @Nullable String empty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static void delete(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }

  private static @Nullable TreeEntry find(OpenFleet fleet, CellRef cell, RelativePath path) {
    return new Overrides(fleet).list(cell).map(d -> d.files().get(path)).orElse(null);
  }

  // The deployment that the cell's version was made of; before the first, the newest sealed one.
  private static Below below(PageExchange exchange, CellDocument document)
      throws InterruptedException {
    CellRef cell = document.ref();
    Deployments deployments = new Deployments(exchange.fleet());
    CellView known = CellArea.fleet(exchange).cell(cell).orElse(null);
    Version wanted = known == null ? null : known.desiredVersion();
    if (wanted != null) {
      try {
        Version made = new Versions(exchange.fleet()).get(cell, wanted).deployment();
        var found = deployments.find(document.manifest(), made);
        if (found.isPresent()) {
          return new Below(Optional.of(made), found.get().files());
        }
      } catch (Refusal.NotFound e) {
        return new Below(Optional.empty(), Collections.emptySortedMap());
      }
    }
    return deployments.list(document.manifest()).stream()
        .filter(d -> d.state() == DeploymentState.SEALED)
        .findFirst()
        .map(d -> new Below(Optional.of(d.version()), d.files()))
        .orElseGet(() -> new Below(Optional.empty(), Collections.emptySortedMap()));
  }
}
