package io.fleetman.controller.portal.storage;

import io.fleetman.controller.access.Operation;
import io.fleetman.controller.console.Human;
import io.fleetman.controller.storage.Meaning;
import io.fleetman.controller.storage.RawKeys;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Frame;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The bucket's raw keys. */
public final class StorageArea implements Area {
  private static final Access VIEW = Access.view(Kind.KEY, "*");
  private static final Access WRITE = Access.administer(Kind.KEY, "*");
  private static final int PREVIEWED = 50;

  @Override
  public void routes(Routes routes) {
    routes.page("/storage", VIEW, StorageArea::folder);
    routes.page("/storage/object", VIEW, StorageArea::object);
    routes.page("/storage/raw", VIEW, StorageArea::raw);
    routes.page("/storage/delete", VIEW, StorageArea::preview);
    routes.form("/storage/edit", WRITE, "storage put", StorageArea::edit);
    routes.form("/storage/upload", WRITE, "storage put", StorageArea::upload);
    routes.form("/storage/delete", WRITE, "storage delete", StorageArea::delete);
    routes.form("/storage/delete-folder", WRITE, "storage delete", StorageArea::deleteFolder);
  }

  private static void folder(PageExchange exchange) throws InterruptedException {
    String wanted = exchange.query("prefix").orElse("");
    String prefix = wanted.startsWith("/") ? wanted.substring(1) : wanted;
    RawKeys keys = new RawKeys(exchange.fleet());
    ListPage page = keys.level(prefix, exchange.query("from").orElse(null));
    exchange.render("storage/folder.jte", "Storage", FolderView.of(prefix, page));
  }

  private static void object(PageExchange exchange) throws InterruptedException {
    String key = key(exchange);
    may(exchange, Operation.VIEW, key);
    RawKeys keys = new RawKeys(exchange.fleet());
    ListPage.Entry entry =
        keys.find(key).orElseThrow(() -> new Refusal.NotFound("there is no object " + key));
    String text = null;
    ETag etag = entry.etag();
    if (entry.size() <= RawKeys.LARGEST_TEXT) {
      GetResult.Found found = keys.read(key);
      text = RawKeys.text(found.body()).orElse(null);
      etag = found.etag();
    }
    exchange.render(
        "storage/object.jte",
        ObjectView.name(key),
        ObjectView.of(entry, etag, text, exchange.query("edit").isPresent()));
  }

  private static void raw(PageExchange exchange) {
    String key = key(exchange);
    may(exchange, Operation.VIEW, key);
    ObjectBody body = new RawKeys(exchange.fleet()).open(key);
    String name = ObjectView.name(key).replaceAll("[^A-Za-z0-9._-]", "_");
    boolean shown = exchange.query("inline").isPresent() && ObjectView.picture(key);
    exchange
        .http()
        .header("Content-Length", Long.toString(body.length()))
        .header("Cache-Control", "private, no-cache")
        .header("Content-Security-Policy", "default-src 'none'; sandbox")
        .header("Content-Disposition", (shown ? "inline" : "attachment") + "; filename=" + name)
        .contentType(shown ? ObjectView.type(key) : "application/octet-stream")
        .result(body.stream());
  }

  private static void edit(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    String key = form.text("key");
    may(exchange, Operation.ADMINISTER, key);
    String text = form.raw("text");
    String etag = form.text("etag");
    RawKeys.Swap swap =
        new RawKeys(exchange.fleet())
            .write(
                key, text.getBytes(StandardCharsets.UTF_8), etag.isEmpty() ? null : new ETag(etag));
    switch (swap) {
      case RawKeys.Swap.Done _ ->
          exchange.redirect(ObjectView.address(key), Toast.done(key + " is written."));
      case RawKeys.Swap.Lost lost -> lost(exchange, key, text, lost);
    }
  }

  private static void lost(PageExchange exchange, String key, String mine, RawKeys.Swap.Lost lost)
      throws InterruptedException {
    byte[] bytes = lost.bytes();
    String theirs = bytes == null ? "" : RawKeys.text(bytes).orElse("");
    ETag etag = lost.etag();
    exchange
        .status(HttpStatus.CONFLICT)
        .render(
            "storage/conflict.jte",
            ObjectView.name(key),
            new ConflictView(
                key,
                mine,
                etag == null ? "" : etag.value(),
                theirs,
                bytes == null,
                LineDiff.between(theirs, mine)));
  }

  private static void upload(PageExchange exchange) throws IOException {
    String prefix = exchange.query("prefix").orElse("");
    String name = exchange.query("name").orElse("");
    String key = prefix + name;
    may(exchange, Operation.ADMINISTER, key);
    try (InputStream bytes = exchange.http().bodyInputStream()) {
      new RawKeys(exchange.fleet()).upload(key, bytes, null);
    }
    exchange.http().status(201).contentType("text/plain").result(key + " is uploaded\n");
  }

  private static void delete(PageExchange exchange) {
    Form form = exchange.form();
    String key = form.text("key");
    may(exchange, Operation.ADMINISTER, key);
    form.agreed(ObjectView.name(key));
    String etag = form.text("etag");
    new RawKeys(exchange.fleet()).delete(key, etag.isEmpty() ? null : new ETag(etag));
    exchange.redirect(FolderView.address(FolderView.parent(key)), Toast.done(key + " is deleted."));
  }

  private static void preview(PageExchange exchange) throws InterruptedException {
    String prefix = exchange.query("prefix").orElse("");
    RawKeys.Below below = new RawKeys(exchange.fleet()).below(prefix, PREVIEWED);
    exchange.render("storage/delete.jte", "Delete " + prefix, DeleteView.of(prefix, below));
  }

  private static void deleteFolder(PageExchange exchange) {
    Form form = exchange.form();
    String prefix = form.text("prefix");
    may(exchange, Operation.ADMINISTER, prefix);
    form.agreed(prefix);
    Long expected = form.read("expected", Long::valueOf);
    int deleted =
        new RawKeys(exchange.fleet())
            .deleteBelow(prefix, Objects.requireNonNullElse(expected, -1L));
    exchange.redirect(
        FolderView.address(FolderView.parent(prefix)),
        Toast.done(Human.count(deleted, "object") + " under " + prefix + " deleted."));
  }

  private static String key(PageExchange exchange) {
    return exchange
        .query("key")
        .orElseThrow(() -> new Refusal.NotFound("no key is named: choose one in the browser"));
  }

  // Who may sign in is not for everybody to read: hashes of passwords are there.
  private static void may(PageExchange exchange, Operation operation, String key) {
    boolean access = key.startsWith("access/");
    exchange.require(access ? Operation.ADMINISTER : operation, Meaning.object(key));
  }

  /**
   * Two people changed one object.
   *
   * @param key its key
   * @param mine what this one wanted to write
   * @param etag the state that is there now; empty if it was deleted
   * @param theirs what is there now
   * @param deleted whether it was deleted
   * @param diff from what is there to what was wanted
   */
  public record ConflictView(
      String key, String mine, String etag, String theirs, boolean deleted, LineDiff diff) {}

  /**
   * What deleting a folder takes away.
   *
   * @param keys some of them, with what they mean
   */
  public record DeleteView(
      String prefix, long objects, String size, List<String> keys, long more, boolean access) {
    static DeleteView of(String prefix, RawKeys.Below below) {
      return new DeleteView(
          prefix,
          below.objects(),
          Human.bytes(below.bytes()),
          below.first().stream()
              .map(e -> e.key() + Meaning.of(e.key()).map(m -> " — " + m.text()).orElse(""))
              .toList(),
          below.objects() - below.first().size(),
          below.access());
    }

    /** Where to go back to. */
    public String back() {
      return FolderView.address(prefix);
    }
  }

  static String query(String path, String... pairs) {
    return path
        + Stream.iterate(0, i -> i < pairs.length, i -> i + 2)
            .filter(i -> !pairs[i + 1].isEmpty())
            .map(i -> pairs[i] + "=" + Frame.encoded(pairs[i + 1]))
            .reduce((a, b) -> a + "&" + b)
            .map(q -> "?" + q)
            .orElse("");
  }
}
