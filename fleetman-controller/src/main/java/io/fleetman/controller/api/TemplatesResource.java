package io.fleetman.controller.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.FieldException;
import io.fleetman.codec.Json;
import io.fleetman.controller.access.Operation;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.read.JobReader;
import io.fleetman.job.read.JobSchema;
import io.fleetman.layout.TemplateId;
import io.fleetman.store.ETag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/jobs/templates}: job documents under a name; and the schema of documents. */
public final class TemplatesResource implements Area {
  /** What makes or replaces one. */
  record Wanted(
      @Nullable TemplateId name,
      @Nullable String description,
      JsonNode document,
      @Nullable String reason) {
    Wanted {
      ApiFields.need("document", document);
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("job-templates");
    routes.get("/jobs/schema", Access.view(Kind.JOB_TEMPLATE, "*"), TemplatesResource::schema);
    routes.get("/jobs/templates", Access.view(Kind.JOB_TEMPLATE, "*"), TemplatesResource::list);
    routes.post(
        "/jobs/templates",
        Access.edit(Kind.JOB_TEMPLATE, "*"),
        "job apply",
        TemplatesResource::create);
    routes.get(
        "/jobs/templates/{template}",
        Access.view(Kind.JOB_TEMPLATE, "{template}"),
        TemplatesResource::show);
    routes.put(
        "/jobs/templates/{template}",
        Access.edit(Kind.JOB_TEMPLATE, "{template}"),
        "job apply",
        TemplatesResource::replace);
    routes.delete(
        "/jobs/templates/{template}",
        Access.edit(Kind.JOB_TEMPLATE, "{template}"),
        "template delete",
        TemplatesResource::delete);
  }

  private static void schema(ApiExchange exchange) {
    exchange.ok(Json.read("the schema", JobSchema.text().getBytes(UTF_8), JsonNode.class));
  }

  private static void list(ApiExchange exchange) {
    exchange.list(
        new Templates(exchange.fleet()).list(), t -> t.template().value(), JobViews.Template::of);
  }

  private static void create(ApiExchange exchange) {
    Wanted body = exchange.body(Wanted.class);
    exchange.because(body.reason());
    TemplateId name = body.name();
    if (name == null) {
      throw new FieldException("name", "it is missing: it is needed here", null);
    }
    exchange.require(Operation.EDIT, new FleetObject(Kind.JOB_TEMPLATE, name.value()));
    Templates templates = new Templates(exchange.fleet());
    if (templates.find(name).isPresent()) {
      throw new Refusal.Conflict(
          "there is a template " + name + " already: replace it with PUT, or choose another name");
    }
    JobTemplate made =
        templates.apply(
            name, body.description(), document(body.document()), null, exchange.reason());
    exchange.etag(state(made)).created("/jobs/templates/" + name, JobViews.Template.of(made));
  }

  private static void show(ApiExchange exchange) {
    JobTemplate template =
        new Templates(exchange.fleet()).get(exchange.path("template", TemplateId::new));
    exchange.etag(state(template)).ok(JobViews.Template.of(template));
  }

  private static void replace(ApiExchange exchange) {
    TemplateId name = exchange.path("template", TemplateId::new);
    Wanted body = exchange.body(Wanted.class);
    exchange.because(body.reason());
    Templates templates = new Templates(exchange.fleet());
    JobTemplate old = templates.get(name);
    exchange.match(state(old));
    JobTemplate changed =
        templates.apply(
            name, body.description(), document(body.document()), old.revision(), exchange.reason());
    exchange.etag(state(changed)).ok(JobViews.Template.of(changed));
  }

  private static void delete(ApiExchange exchange) {
    TemplateId name = exchange.path("template", TemplateId::new);
    exchange.because(exchange.query("reason").orElse(null));
    Templates templates = new Templates(exchange.fleet());
    JobTemplate found = templates.get(name);
    exchange.match(state(found));
    boolean said = exchange.http().header("If-Match") != null;
    templates.delete(name, said ? found.revision() : null, exchange.reason());
    exchange.done();
  }

  private static ETag state(JobTemplate template) {
    return new ETag("revision-" + template.revision());
  }

  /** A document of a body; its problems are named by their places in it. */
  static JobDocument document(JsonNode written) {
    return switch (JobReader.read(written)) {
      case JobReader.Outcome.Valid(JobDocument document) -> document;
      case JobReader.Outcome.Invalid(List<String> problems) ->
          throw new Refusal.Invalid(problems.stream().map(p -> "document." + p).toList());
    };
  }
}
