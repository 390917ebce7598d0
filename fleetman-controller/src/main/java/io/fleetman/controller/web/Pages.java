package io.fleetman.controller.web;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import io.fleetman.controller.access.Principal;
import io.fleetman.controller.fleet.FleetModel;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Map;

/** Renders the templates that were compiled with the program. */
final class Pages {
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "io.fleetman.controller.pages");
  private final Assets assets;
  private final Sites sites;
  private final FormGuard guard;
  private final String version;
  private final boolean signsSessions;

  Pages(Assets assets, Sites sites, FormGuard guard, String version, boolean signsSessions) {
    this.assets = assets;
    this.sites = sites;
    this.guard = guard;
    this.version = version;
    this.signsSessions = signsSessions;
  }

  Frame frame(
      PageExchange exchange, String title, FleetModel.Known known, boolean polls, boolean part) {
    Context ctx = exchange.http();
    String query = ctx.queryString();
    return new Frame(
        title,
        exchange.site().name(),
        sites.names(),
        exchange.principal().by(),
        exchange.principal() instanceof Principal.User,
        guard.token(ctx),
        assets,
        version,
        query == null ? ctx.path() : ctx.path() + "?" + query,
        part ? null : Toast.take(ctx),
        known.view() != null,
        known.age().toMillis(),
        known.problem(),
        exchange.overtaken(),
        polls,
        part);
  }

  boolean signsSessions() {
    return signsSessions;
  }

  void signIn(Context ctx, SignIn.View view) {
    bare(ctx, "sign-in.jte", view);
  }

  /** A page without the frame, for those of whom nothing is known. */
  void bare(Context ctx, String template, Object view) {
    StringOutput out = new StringOutput();
    templates.render(
        template, Map.of("assets", assets, "token", guard.token(ctx), "view", view), out);
    ctx.header(Header.CACHE_CONTROL, "no-store")
        .contentType("text/html; charset=utf-8")
        .result(out.toString());
  }

  // Into bytes at once: one dash would make a string of the page take twice the room and the time.
  byte[] render(String template, Frame frame, Object view) {
    Utf8ByteOutput out = new Utf8ByteOutput();
    templates.render(template, Map.of("frame", frame, "view", view), out);
    return out.toByteArray();
  }

  /** The layout around content that was drawn before. */
  byte[] around(Frame frame, byte[] content) {
    Utf8ByteOutput out = new Utf8ByteOutput();
    Content drawn = page -> page.writeBinaryContent(content);
    templates.render("layout.jte", Map.of("frame", frame, "content", drawn), out);
    return out.toByteArray();
  }
}
