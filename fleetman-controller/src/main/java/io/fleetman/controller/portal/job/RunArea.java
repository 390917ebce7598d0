package io.fleetman.controller.portal.job;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Form;
import io.fleetman.controller.web.JobSites;
import io.fleetman.controller.web.Overtaken;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.read.JobReader;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.TemplateId;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The form that runs a job, and the templates that it begins with. */
public final class RunArea implements Area {
  @Override
  public void routes(Routes routes) {
    routes.page("/jobs/run", Access.view(Kind.EXECUTION, "*"), RunArea::form);
    routes.form("/jobs/run", Access.command(Kind.EXECUTION, "*"), "job run", RunArea::run);
    routes.page("/jobs/templates", Access.view(Kind.JOB_TEMPLATE, "*"), RunArea::list);
    routes.page("/jobs/templates/new", Access.view(Kind.JOB_TEMPLATE, "*"), RunArea::begin);
    routes.form(
        "/jobs/templates/new", Access.edit(Kind.JOB_TEMPLATE, "*"), "job apply", RunArea::save);
    routes.page(
        "/jobs/templates/{template}", Access.view(Kind.JOB_TEMPLATE, "{template}"), RunArea::show);
    routes.form(
        "/jobs/templates/{template}",
        Access.edit(Kind.JOB_TEMPLATE, "{template}"),
        "job apply",
        RunArea::save);
    routes.form(
        "/jobs/templates/{template}/delete",
        Access.edit(Kind.JOB_TEMPLATE, "{template}"),
        "template delete",
        RunArea::delete);
  }

  private static void form(PageExchange exchange) throws InterruptedException {
    String again = exchange.query("again").orElse("");
    if (!again.isEmpty()) {
      OpenFleet fleet = JobSites.fleet(exchange.site());
      Form form = Form.with(RunAgain.of(fleet, new Executions(fleet).get(new ExecutionId(again))));
      exchange.render("job/run.jte", "Run a job", view(exchange, form));
      return;
    }
    Map<String, String> preset = new TreeMap<>();
    exchange.query("template").ifPresent(t -> preset.put("template", t));
    exchange.query("nodes").ifPresent(n -> preset.put("nodes", n));
    exchange.query("selector").ifPresent(s -> preset.put("selector", s));
    exchange.render("job/run.jte", "Run a job", view(exchange, Form.with(preset)));
  }

  private static RunForm view(PageExchange exchange, Form form) throws InterruptedException {
    return view(exchange, form, source(exchange, form), null);
  }

  private static @Nullable RunSource source(PageExchange exchange, Form form) {
    return RunSource.chosen(JobSites.fleet(exchange.site()), form);
  }

  private static RunForm view(
      PageExchange exchange,
      Form form,
      @Nullable RunSource source,
      Targets.@Nullable Preview preview)
      throws InterruptedException {
    FleetView fleet = exchange.known().view();
    SortedSet<String> labels = new TreeSet<>();
    if (fleet != null) {
      fleet.nodes().stream()
          .filter(n -> n.report() != null)
          .forEach(n -> n.report().labels().forEach((k, v) -> labels.add(k + "=" + v)));
    }
    String key = form.text("key");
    return new RunForm(
        form,
        new Templates(JobSites.fleet(exchange.site())).list(),
        source,
        List.copyOf(labels),
        preview,
        key.isEmpty() ? Ids.next(exchange.site().clock().instant()) : key);
  }

  private static void run(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    boolean runs = form.text("do").equals("run");
    if (!runs && !form.text("do").equals("preview")) { // another template was chosen
      exchange.render("job/run.jte", "Run a job", view(exchange, form));
      return;
    }
    RunSource source = source(exchange, form);
    Targets.Preview preview = preview(exchange, form);
    JobOrder order = new RunOrder(form).order(source, preview);
    try {
      if (order != null && runs) {
        ExecutionMark.Execution made =
            new Executions(exchange.fleet())
                .create(
                    order, exchange.principal().by() + " " + form.text("key"), exchange.reason());
        exchange.redirect(
            "/jobs/executions/" + made.id(),
            Toast.done("Runs on " + Human.count(made.targets().size(), "node") + "."));
        return;
      }
    } catch (Refusal e) {
      form.refuse(e);
    }
    boolean ok = form.ok();
    (ok ? exchange : exchange.invalid())
        .render("job/run.jte", "Run a job", view(exchange, form, source, ok ? preview : null));
  }

  private static Targets.@Nullable Preview preview(PageExchange exchange, Form form)
      throws InterruptedException {
    Targets targets = new RunOrder(form).targets();
    FleetView fleet = exchange.known().view();
    if (fleet == null) {
      form.refuse("", "The fleet could not be read yet: try again in a moment.");
      return null;
    }
    try {
      return targets == null ? null : targets.preview(fleet);
    } catch (Refusal e) {
      form.refuse("nodes", String.join("\n", e.problems()));
      return null;
    }
  }

  private static void list(PageExchange exchange) throws InterruptedException {
    exchange.render(
        "job/templates.jte",
        "Job templates",
        new Templates(JobSites.fleet(exchange.site())).list());
  }

  private static void begin(PageExchange exchange) throws InterruptedException {
    Form form = Form.with(Map.of("document", TemplatePage.SCAFFOLD));
    exchange.render("job/template.jte", "New template", new TemplatePage(form, null, List.of()));
  }

  private static void show(PageExchange exchange) throws InterruptedException {
    Templates templates = new Templates(JobSites.fleet(exchange.site()));
    JobTemplate template = templates.get(exchange.path("template", TemplateId::new));
    JobTemplate shown =
        exchange
            .query("revision")
            .flatMap(
                r ->
                    templates.revisions(template.template()).stream()
                        .filter(t -> Integer.toString(t.revision()).equals(r))
                        .findFirst())
            .orElse(template);
    Form form =
        Form.with(
            Map.of(
                "name", template.template().value(),
                "description", shown.description() == null ? "" : shown.description(),
                "seen", Integer.toString(template.revision()),
                "document", TemplatePage.text(shown)));
    exchange.render(
        "job/template.jte",
        template.template().value(),
        new TemplatePage(form, shown, templates.revisions(template.template())));
  }

  private static void save(PageExchange exchange) throws InterruptedException {
    Form form = exchange.form();
    Templates templates = new Templates(exchange.fleet());
    TemplateId name = form.read("name", TemplateId::new);
    String seen = form.text("seen");
    JobDocument document =
        switch (JobReader.read("the document", form.raw("document"))) {
          case JobReader.Outcome.Valid(JobDocument valid) -> valid;
          case JobReader.Outcome.Invalid(List<String> problems) -> {
            problems.forEach(p -> form.refuse("document", p));
            yield null;
          }
        };
    if (name != null && document != null && form.ok()) {
      try {
        String words = form.text("description");
        JobTemplate written =
            templates.apply(
                name,
                words.isEmpty() ? null : words,
                document,
                seen.matches("[0-9]{1,9}") ? Integer.valueOf(seen) : Integer.valueOf(0),
                exchange.reason());
        exchange.redirect(
            "/jobs/templates/" + name,
            Toast.done("Template " + name + " is at revision " + written.revision() + "."));
        return;
      } catch (Refusal.Conflict e) {
        JobTemplate now = templates.find(name).orElse(null);
        if (now != null && !seen.isEmpty()) {
          conflict(exchange, form, now);
          return;
        }
        form.refuse(e);
      } catch (Refusal e) {
        form.refuse(e);
      }
    }
    exchange
        .invalid()
        .render(
            "job/template.jte",
            "Template",
            new TemplatePage(
                form,
                seen.isEmpty() || name == null ? null : templates.find(name).orElse(null),
                List.of()));
  }

  // Both are shown, and the form keeps what was typed: saving it again makes the next revision.
  private static void conflict(PageExchange exchange, Form form, JobTemplate now)
      throws InterruptedException {
    Form again =
        Form.with(
            Map.of(
                "name", now.template().value(),
                "description", form.text("description"),
                "seen", Integer.toString(now.revision()),
                "document", form.raw("document"),
                "reason", form.text("reason")));
    exchange
        .status(HttpStatus.CONFLICT)
        .render(
            "job/template.jte",
            "Changed by somebody else",
            new TemplatePage(
                again,
                now,
                List.of(),
                LineDiff.between(TemplatePage.text(now), form.raw("document"))));
  }

  private static void delete(PageExchange exchange) throws InterruptedException {
    TemplateId name = exchange.path("template", TemplateId::new);
    Form form = exchange.form();
    form.agreed(name.value());
    String seen = form.text("seen");
    Templates templates = new Templates(exchange.fleet());
    try {
      templates.delete(
          name, seen.matches("[0-9]{1,9}") ? Integer.valueOf(seen) : null, exchange.reason());
    } catch (Refusal.Conflict e) {
      exchange.overtaken(
          List.of(
              new Overtaken(
                  "Template " + name,
                  form.text("saw"),
                  templates
                      .find(name)
                      .map(TemplatePage::words)
                      .orElse("it is not there any more"))));
      show(exchange);
      return;
    }
    exchange.redirect("/jobs/templates", Toast.done("Template " + name + " is deleted."));
  }
}
