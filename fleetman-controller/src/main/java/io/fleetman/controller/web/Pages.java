package io.fleetman.controller.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Renders the templates that were compiled with the program. */
final class Pages {
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "io.fleetman.controller.pages");
  private final Assets assets;
  private final String version;

  Pages(Assets assets, String version) {
    this.assets = assets;
    this.version = version;
  }

  String page(FleetPage page) {
    StringOutput out = new StringOutput(16_384);
    templates.render("page.jte", Map.of("assets", assets, "page", page, "version", version), out);
    return out.toString();
  }

  String fragment(FleetPage page) {
    StringOutput out = new StringOutput(16_384);
    templates.render("fleet.jte", Map.of("page", page), out);
    return out.toString();
  }
}
