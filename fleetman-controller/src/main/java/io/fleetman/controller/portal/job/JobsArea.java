package io.fleetman.controller.portal.job;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.web.Access;
import io.fleetman.controller.web.Area;
import io.fleetman.controller.web.JobSites;
import io.fleetman.controller.web.PageExchange;
import io.fleetman.controller.web.Routes;
import io.fleetman.controller.web.Toast;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.gate.Board;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;

/** Executions: the dashboard, one of them, a node's output, a node's history. */
public final class JobsArea implements Area {
  private final JobSites jobs;

  /** With what is known of executions. */
  public JobsArea(JobSites jobs) {
    this.jobs = jobs;
  }

  @Override
  public void routes(Routes routes) {
    Access one = Access.view(Kind.EXECUTION, "{execution}");
    Access command = Access.command(Kind.EXECUTION, "{execution}");
    routes.page("/jobs", Access.view(Kind.EXECUTION, "*"), this::list);
    routes.page("/jobs/executions/{execution}", one, this::show);
    routes.form("/jobs/executions/{execution}/cancel", command, "job cancel", this::cancel);
    routes.form("/jobs/executions/{execution}/retry", command, "job retry", this::retry);
    routes.page("/jobs/executions/{execution}/nodes/{node}", one, this::log);
    routes.form(
        "/jobs/executions/{execution}/nodes/{node}/cancel",
        command,
        "job cancel",
        this::cancelNode);
    routes.page("/nodes/{node}/jobs", Access.view(Kind.NODE, "{node}"), this::ofNode);
  }

  private void list(PageExchange exchange) throws InterruptedException {
    exchange
        .polling()
        .render(
            "job/list.jte",
            "Jobs",
            ExecutionList.of(
                jobs.of(exchange.site()),
                exchange.query("status").orElse(""),
                exchange.query("name").orElse("").strip(),
                exchange.query("before").orElse(null)));
  }

  private Board board(PageExchange exchange) {
    return jobs.of(exchange.site()).settled(id(exchange));
  }

  private static ExecutionId id(PageExchange exchange) {
    return exchange.path("execution", ExecutionId::new);
  }

  private void show(PageExchange exchange) throws InterruptedException {
    Board board = board(exchange);
    (board.status().isEnd() ? exchange : exchange.polling())
        .render(
            "job/execution.jte",
            board.run().job().name(),
            ExecutionPage.of(
                JobSites.fleet(exchange.site()), board, exchange.query("status").orElse("")));
  }

  private void cancel(PageExchange exchange) {
    exchange.because(exchange.form().text("reason"));
    Executions.Canceled done =
        new Executions(exchange.fleet()).cancel(id(exchange), null, exchange.reason());
    exchange.redirect("/jobs/executions/" + id(exchange), Toast.done(words(done)));
  }

  private static String words(Executions.Canceled done) {
    return "Canceled: "
        + done.closed()
        + " had not begun and will not, "
        + done.asked()
        + " were told to stop.";
  }

  private void cancelNode(PageExchange exchange) {
    NodeId node = exchange.path("node", NodeId::new);
    Executions.Canceled done =
        new Executions(exchange.fleet()).cancel(id(exchange), node, exchange.reason());
    exchange.redirect(
        "/jobs/executions/" + id(exchange) + "/nodes/" + node, Toast.done(words(done)));
  }

  private void retry(PageExchange exchange) {
    String key = exchange.form().text("key");
    Executions executions = new Executions(exchange.fleet());
    ExecutionMark.Execution made =
        executions.create(
            executions.again(id(exchange)), key.isEmpty() ? null : key, exchange.reason());
    exchange.redirect(
        "/jobs/executions/" + made.id(),
        Toast.done("Runs again on " + Human.count(made.targets().size(), "node") + "."));
  }

  private void log(PageExchange exchange) throws InterruptedException {
    Board board = board(exchange);
    NodeId node = exchange.path("node", NodeId::new);
    if (!board.standings().containsKey(node)) {
      throw new Refusal.NotFound("execution " + id(exchange) + " has no node " + node);
    }
    OpenFleet fleet = JobSites.fleet(exchange.site());
    Integer attempt =
        exchange
            .query("attempt")
            .filter(a -> a.matches("[1-9][0-9]?"))
            .map(Integer::valueOf)
            .orElse(null);
    LogPage.Asked asked =
        new LogPage.Asked(
            attempt,
            exchange.query("stream").filter(st -> st.matches("out|err")).orElse(""),
            exchange.query("q").orElse("").strip());
    LogPage view = LogPage.of(fleet, board, node, asked);
    if (view.open()) {
      jobs.of(exchange.site()).followed(board.run().job().id());
    }
    // What is looked for is read from the beginning: that is done when it is asked for.
    (view.live() ? exchange.polling() : exchange)
        .render("job/log.jte", node + " · " + view.name(), view);
  }

  private void ofNode(PageExchange exchange) throws InterruptedException {
    NodeId node = exchange.path("node", NodeId::new);
    exchange
        .polling()
        .render("job/node.jte", "Jobs of " + node, NodeJobs.of(jobs.of(exchange.site()), node));
  }
}
