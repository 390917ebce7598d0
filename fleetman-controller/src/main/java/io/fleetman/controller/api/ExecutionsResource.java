package io.fleetman.controller.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.FieldException;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.controller.fleet.FleetView;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.job.Targets;
import io.fleetman.controller.job.Templates;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.ApiExchange;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.JobSites;
import io.fleetman.controller.web.Routes;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.TemplateId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/jobs/executions} and {@code /api/v1/jobs/execute}: runs of jobs; {@code
 * /nodes/{node}/jobs}, also as {@code /devices/...}: what a node ran.
 */
public final class ExecutionsResource implements Area {
  private static final int LOOKED_AT = 200;

  private final JobSites jobs;

  /** With what is known of executions. */
  public ExecutionsResource(JobSites jobs) {
    this.jobs = jobs;
  }

  /** Which nodes. */
  enum TargetType {
    /** Those that are named. */
    @JsonProperty("device")
    DEVICE,
    /** Those that a selector selects. */
    @JsonProperty("group")
    GROUP,
    /** All. */
    @JsonProperty("all")
    ALL
  }

  /** What runs a job; names as programs for AWS IoT Jobs know them. */
  record Wanted(
      @JsonProperty("job_name") @Nullable String jobName,
      @JsonProperty("template_id") @Nullable TemplateId templateId,
      @Nullable JsonNode document,
      @Nullable Map<String, String> parameters,
      @JsonProperty("target_type") TargetType targetType,
      @JsonProperty("target_devices") @Nullable List<NodeId> targetDevices,
      @JsonProperty("target_filter") @Nullable String targetFilter,
      @JsonProperty("include_dead") @Nullable Boolean includeDead,
      @JsonProperty("dry_run") @Nullable Boolean dryRun,
      @Nullable JobPolicy policy,
      @Nullable String reason) {
    Wanted {
      ApiFields.need("target_type", targetType);
    }
  }

  /** What cancels one. */
  record Cancel(@Nullable NodeId node, @Nullable String reason) {}

  /** What runs one again. */
  record Retry(@Nullable String reason) {}

  /** Which nodes would run it. */
  record Preview(List<NodeId> targets, List<NodeId> silent, List<NodeId> leftOut) {
    static Preview of(Targets.Preview preview) {
      return new Preview(
          preview.nodes(),
          preview.chosen().stream()
              .filter(Targets.Target::quiet)
              .map(Targets.Target::node)
              .toList(),
          preview.leftOut().stream().map(Targets.Target::node).toList());
    }
  }

  @Override
  public void routes(Routes routes) {
    routes.describedIn("jobs");
    routes.post("/jobs/execute", Access.command(Kind.EXECUTION, "*"), "job run", this::execute);
    routes.get("/jobs/executions", Access.view(Kind.EXECUTION, "*"), this::list);
    routes.get(
        "/jobs/executions/{execution}", Access.view(Kind.EXECUTION, "{execution}"), this::show);
    routes.post(
        "/jobs/executions/{execution}/cancel",
        Access.command(Kind.EXECUTION, "{execution}"),
        "job cancel",
        this::cancel);
    routes.post(
        "/jobs/executions/{execution}/retry",
        Access.command(Kind.EXECUTION, "{execution}"),
        "job retry",
        this::retry);
    routes.get(
        "/jobs/executions/{execution}/logs",
        Access.view(Kind.EXECUTION, "{execution}"),
        e -> new LogAnswer(e, jobs).send());
    routes.get("/nodes/{node}/jobs", Access.view(Kind.NODE, "{node}"), this::ofNode);
    routes.get("/devices/{node}/jobs", Access.view(Kind.NODE, "{node}"), this::ofNode);
  }

  private void execute(ApiExchange exchange) throws InterruptedException {
    Wanted body = exchange.body(Wanted.class);
    exchange.because(body.reason());
    if ((body.templateId() == null) == (body.document() == null)) {
      throw new FieldException("document", "give exactly one of template_id and document", null);
    }
    JobTemplate template =
        body.templateId() == null ? null : new Templates(exchange.fleet()).get(body.templateId());
    JobDocument document =
        template == null
            ? TemplatesResource.document(Objects.requireNonNull(body.document()))
            : template.document();
    Targets.Preview preview = targets(body).preview(view(exchange));
    if (Boolean.TRUE.equals(body.dryRun())) {
      exchange.ok(Preview.of(preview));
      return;
    }
    Map<String, String> parameters = body.parameters() == null ? Map.of() : body.parameters();
    String from = template == null ? null : template.template() + " " + template.revision();
    String name =
        body.jobName() != null
            ? body.jobName()
            : template == null ? document.steps().getFirst().name() : template.template().value();
    JobOrder order =
        new JobOrder(
            name,
            from,
            document,
            parameters,
            preview.nodes(),
            preview.words(),
            body.policy() == null ? JobPolicy.DEFAULT : body.policy(),
            null);
    answerMade(
        exchange, new Executions(exchange.fleet()).create(order, key(exchange), exchange.reason()));
  }

  // The key of one asker means nothing for another.
  private static @Nullable String key(ApiExchange exchange) {
    String key = exchange.http().header("Idempotency-Key");
    return key == null ? null : exchange.principal().by() + " " + key;
  }

  private void answerMade(ApiExchange exchange, ExecutionMark.Execution made) {
    exchange.created(
        "/jobs/executions/" + made.id(),
        JobViews.Execution.of(jobs.of(exchange.site()).settled(made.id())));
  }

  private static Targets targets(Wanted body) {
    boolean silent = Boolean.TRUE.equals(body.includeDead());
    return switch (body.targetType()) {
      case ALL -> new Targets(List.of(), List.of(), true, silent);
      case DEVICE -> {
        if (body.targetDevices() == null || body.targetDevices().isEmpty()) {
          throw new FieldException("target_devices", "name at least one node", null);
        }
        yield new Targets(body.targetDevices(), List.of(), false, silent);
      }
      case GROUP -> {
        if (body.targetFilter() == null) {
          throw new FieldException(
              "target_filter", "give a label selector such as region=eu", null);
        }
        try {
          Targets.check(body.targetFilter());
        } catch (Refusal e) {
          throw new FieldException("target_filter", String.join("; ", e.problems()), e);
        }
        yield new Targets(List.of(), List.of(body.targetFilter()), false, silent);
      }
    };
  }

  private static FleetView view(ApiExchange exchange) throws InterruptedException {
    FleetModel.Known known = exchange.known();
    if (known.view() == null) {
      throw new Refusal.Conflict("the fleet could not be read yet: try again in a moment");
    }
    return known.view();
  }

  private void list(ApiExchange exchange) {
    Executions executions = jobs.of(exchange.site());
    Optional<String> status = exchange.query("status");
    Optional<String> template = exchange.query("template");
    String before = exchange.cursor();
    int limit = exchange.limit();
    List<JobViews.Execution> items = new ArrayList<>();
    int looked = 0;
    String last = null;
    for (ExecutionId id : executions.ids()) {
      if (before != null && id.value().compareTo(before) >= 0) {
        continue;
      }
      if (items.size() == limit || looked++ == LOOKED_AT) {
        exchange.list(items, last);
        return;
      }
      last = id.value();
      executions
          .read(id)
          .map(JobViews.Execution::of)
          .filter(e -> status.map(s -> s.equalsIgnoreCase(e.status().name())).orElse(true))
          .filter(
              e ->
                  template
                      .map(t -> e.template() != null && e.template().startsWith(t + " "))
                      .orElse(true))
          .ifPresent(items::add);
    }
    exchange.list(items, null);
  }

  private void show(ApiExchange exchange) {
    exchange.ok(
        JobViews.Whole.of(
            jobs.of(exchange.site()).settled(exchange.path("execution", ExecutionId::new))));
  }

  private void cancel(ApiExchange exchange) {
    Cancel body = exchange.body(Cancel.class);
    exchange.because(body.reason());
    ExecutionId id = exchange.path("execution", ExecutionId::new);
    var _ = new Executions(exchange.fleet()).cancel(id, body.node(), exchange.reason());
    exchange.accepted(JobViews.Execution.of(jobs.of(exchange.site()).settled(id)));
  }

  private void retry(ApiExchange exchange) {
    Retry body = exchange.body(Retry.class);
    exchange.because(body.reason());
    Executions executions = new Executions(exchange.fleet());
    answerMade(
        exchange,
        executions.create(
            executions.again(exchange.path("execution", ExecutionId::new)),
            key(exchange),
            exchange.reason()));
  }

  private void ofNode(ApiExchange exchange) {
    NodeId node = exchange.path("node", NodeId::new);
    Executions executions = jobs.of(exchange.site());
    String before = exchange.cursor();
    int limit = exchange.limit();
    List<JobViews.NodeJob> items = new ArrayList<>();
    for (ExecutionId id : executions.ofNode(node)) {
      if (before != null && id.value().compareTo(before) >= 0) {
        continue;
      }
      if (items.size() == limit) {
        exchange.list(items, items.getLast().execution().value());
        return;
      }
      executions
          .read(id)
          .ifPresent(
              board ->
                  items.add(
                      new JobViews.NodeJob(
                          id,
                          board.run().job().name(),
                          board.run().created(),
                          JobViews.Node.of(
                              node,
                              Objects.requireNonNull(board.standings().get(node), "a target")))));
    }
    exchange.list(items, null);
  }
}
