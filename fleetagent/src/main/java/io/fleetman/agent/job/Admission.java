package io.fleetman.agent.job;

import io.fleetman.agent.install.Accounts;
import io.fleetman.job.Condition;
import io.fleetman.job.JobDocument;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this node takes a job at all: its conditions, and what the configuration allows. Pure.
 */
final class Admission {
  private final JobSettings settings;
  private final Accounts.Self self;

  /**
   * By these settings.
   *
   * @param self the agent's own user, as which steps run that name none
   */
  Admission(JobSettings settings, Accounts.Self self) {
    this.settings = settings;
    this.self = self;
  }

  /**
   * Why the job is rejected, one sentence; empty if it is not.
   *
   * @param document with its parameters put in
   * @param facts what conditions are held against
   */
  Optional<String> refusal(JobDocument document, Map<String, String> facts) {
    if (!settings.enabled()) {
      return Optional.of("this node runs no jobs: jobs.enabled is false in its configuration");
    }
    for (Condition condition : document.conditions()) {
      if (!condition.holds(facts)) {
        return Optional.of(unmet(condition, facts));
      }
    }
    return document.everyStep().stream()
        .flatMap(step -> refusal(step).map(r -> "step '" + step.name() + "' " + r).stream())
        .findFirst();
  }

  private static String unmet(Condition condition, Map<String, String> facts) {
    String fact = facts.get(condition.key());
    return "its condition on '%s' does not hold here: it is %s, and must %sbe %s"
        .formatted(
            condition.key(),
            fact == null ? "not there" : "'" + fact + "'",
            condition.type() == Condition.Type.STRING_EQUAL ? "" : "not ",
            String.join(" or ", condition.value().stream().map(v -> "'" + v + "'").toList()));
  }

  private Optional<String> refusal(Step step) {
    String type = step.input().type();
    if (!settings.stepTypes().isEmpty() && !settings.stepTypes().contains(type)) {
      return Optional.of(
          "is of type " + type + ", which jobs.step_types does not allow on this node");
    }
    // A handler is only told the user's name.
    String user =
        step.runAsUser() == null || step.input() instanceof StepInput.RunHandler
            ? self.name()
            : step.runAsUser();
    if (!settings.users().isEmpty() && !settings.users().contains(user)) {
      return Optional.of(
          "runs as user '" + user + "', which jobs.users does not allow on this node");
    }
    if (!self.root() && !user.equals(self.name())) {
      return Optional.of(
          "runs as user '"
              + user
              + "', which this node's agent cannot: it is '"
              + self.name()
              + "'");
    }
    return settings.commands().isEmpty() ? Optional.empty() : command(step.input());
  }

  // With a list of commands nothing runs whose words are not known before it runs.
  private Optional<String> command(StepInput input) {
    return switch (input) {
      case StepInput.RunCommand run -> listed(run.command());
      case StepInput.RunHandler handler -> {
        List<String> words = new ArrayList<>();
        String folder = handler.path();
        words.add(
            folder == null
                ? handler.handler()
                : (folder.equals(StepInput.RunHandler.DEFAULT_PATH)
                        ? settings.handlers().toString()
                        : folder)
                    + "/"
                    + handler.handler());
        words.addAll(handler.args());
        yield listed(words);
      }
      case StepInput.RunScript _ ->
          Optional.of("is a script, and jobs.commands allows only listed commands on this node");
      case StepInput.WriteFile _, StepInput.Download _ ->
          Optional.of("writes a file, and jobs.commands allows only listed commands on this node");
      case StepInput.Service _, StepInput.Reboot _ -> Optional.empty();
    };
  }

  private Optional<String> listed(List<String> words) {
    boolean allowed =
        settings.commands().stream()
            .anyMatch(
                beginning ->
                    words.size() >= beginning.size()
                        && words.subList(0, beginning.size()).equals(beginning));
    return allowed
        ? Optional.empty()
        : Optional.of(
            "runs '" + words.getFirst() + "' in a way that jobs.commands does not allow here");
  }
}
