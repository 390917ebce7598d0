package io.fleetman.controller.portal.manifest;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Definitions;
import io.fleetman.controller.manifest.ManifestForm;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.document.Limits;
import io.fleetman.document.ResourceProfileDocument;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resource profiles: limits under a name. */
public final class ProfilesArea implements Area {
  private static final String PAGE = "/manifests/-/resource-profiles";

  @Override
  public void routes(Routes routes) {
    routes.page(PAGE, Access.view(Kind.RESOURCE_PROFILE, "*"), ProfilesArea::show);
    routes.form(PAGE, Access.edit(Kind.RESOURCE_PROFILE, "*"), "apply", ProfilesArea::save);
    routes.form(
        PAGE + "/{name}/delete",
        Access.edit(Kind.RESOURCE_PROFILE, "{name}"),
        "resource-profile delete",
        ProfilesArea::delete);
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    ResourceProfiles profiles = new ResourceProfiles(exchange.fleet());
    ResourceProfileDocument edited = exchange.query("edit").flatMap(profiles::find).orElse(null);
    if (edited == null) {
      render(exchange, Form.empty(), "", "", null);
      return;
    }
    Map<String, String> values = new TreeMap<>(Setting.fields(edited.limits()));
    values.put("name", edited.name());
    render(exchange, Form.with(values), edited.name(), Tag.of(edited), null);
  }

  private static void render(
      PageExchange exchange, Form form, String editing, String seen, @Nullable String theirs)
      throws InterruptedException {
    OpenFleet fleet = exchange.fleet();
    exchange.render(
        "manifest/profiles.jte",
        "Resource profiles",
        new ProfilesPage(
            ProfilesPage.rows(new ResourceProfiles(fleet).list(), new Manifests(fleet).list()),
            form,
            editing,
            seen,
            theirs));
  }

  private static void save(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    String editing = form.text("editing");
    String seen = form.text("seen");
    String name = editing.isEmpty() ? form.text("name") : editing;
    ResourceProfiles profiles = new ResourceProfiles(exchange.fleet());
    try {
      Limits limits = limits(name, form);
      var _ = profiles.edit(name, limits, seen.isEmpty() ? null : seen, exchange.reason());
      exchange.redirect(
          PAGE,
          Toast.done(
              "Resource profile "
                  + name
                  + " is saved; manifests take it over at their next publish."));
    } catch (Refusal.Conflict e) {
      ResourceProfileDocument now = profiles.find(name).orElse(null);
      if (now == null || editing.isEmpty()) {
        form.refuse("name", String.valueOf(e.getMessage()));
        render(exchange.invalid(), form, editing, seen, null);
        return;
      }
      String theirs = now.author().by() + " made it " + Setting.fields(now.limits());
      render(exchange.status(HttpStatus.CONFLICT), form, editing, Tag.of(now), theirs);
    } catch (Refusal | DocumentException e) {
      refuse(form, e instanceof Refusal r ? r.problems() : List.of(String.valueOf(e.getMessage())));
      render(exchange.invalid(), form, editing, seen, null);
    }
  }

  // By way of YAML, so that one reader says what is wrong with a limit.
  private static Limits limits(String name, Form form) {
    String limits =
        new ManifestForm(field -> field.equals("name") ? "" : form.raw(field)).limitsYaml();
    Definition definition =
        Definitions.parse(
                "form",
                "kind: resourceProfile\nname: \"" + name.replace("\"", "") + "\"\n" + limits)
            .getFirst();
    if (definition instanceof Definition.ResourceProfile p) {
      return p.limits();
    }
    throw new IllegalStateException("a resource profile was written");
  }

  private static void refuse(Form form, List<String> problems) {
    for (String problem : problems) {
      String message = problem.replaceFirst("^form(:\\d+)?: ", "");
      String field =
          ProfilesPage.FIELDS.stream()
              .map(ProfilesPage.Field::name)
              .filter(f -> message.startsWith("limits." + f + ":"))
              .findFirst()
              .orElse(message.startsWith("name") ? "name" : "memory");
      form.refuse(field, message);
    }
  }

  private static void delete(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    String name = exchange.path("name");
    form.agreed(name);
    String seen = form.text("seen");
    ResourceProfiles profiles = new ResourceProfiles(exchange.fleet());
    try {
      profiles.delete(name, seen.isEmpty() ? null : seen, exchange.reason());
    } catch (Refusal.Conflict e) {
      String now =
          profiles
              .find(name)
              .map(p -> Setting.fields(p.limits()) + ", by " + p.author().by())
              .orElse("it is not there any more");
      exchange.overtaken(List.of(new Overtaken("Resource profile " + name, form.text("saw"), now)));
      render(exchange, Form.empty(), "", "", null);
      return;
    }
    exchange.redirect(PAGE, Toast.done("Resource profile " + name + " is deleted."));
  }
}
