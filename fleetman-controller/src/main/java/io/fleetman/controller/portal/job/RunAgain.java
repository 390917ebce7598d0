package io.fleetman.controller.portal.job;

import io.fleetman.codec.Durations;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.document.ByteSize;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills the form with what an execution was: the same document, nodes and policy. Secrets are asked
 * for again, and a time before which nothing begins is not kept.
 */
final class RunAgain {
  private final Map<String, String> preset = new TreeMap<>();

  private RunAgain() {}

  static Map<String, String> of(OpenFleet fleet, ExecutionMark.Execution old) {
    RunAgain again = new RunAgain();
    again.preset.put("name", old.name());
    again.preset.put("nodes", String.join(" ", old.targets().stream().map(NodeId::value).toList()));
    if (!again.script(old.document())) {
      again.document(fleet, old);
    }
    again.policy(old.policy());
    return again.preset;
  }

  // A script that this form would make can be edited.
  private boolean script(JobDocument document) {
    Step step = document.steps().getFirst();
    if (!(step.input() instanceof StepInput.RunScript input) || input.script() == null) {
      return false;
    }
    String user = step.runAsUser() == null ? "" : step.runAsUser();
    JobDocument made = RunOrder.script(input.interpreter(), input.script(), user);
    if (!RunForm.INTERPRETERS.contains(input.interpreter()) || !made.equals(document)) {
      return false;
    }
    preset.put("interpreter", input.interpreter());
    preset.put("script", input.script());
    preset.put("user", user);
    return true;
  }

  private void document(OpenFleet fleet, ExecutionMark.Execution old) {
    RunSource source = RunSource.of(fleet, old);
    preset.put("template", source.current() ? source.templateName() : source.value());
    old.document()
        .parameters()
        .forEach(
            (name, parameter) -> {
              String value = old.parameters().get(name);
              if (value != null && !parameter.secret()) {
                preset.put(RunForm.PARAMETER + name, value);
              }
            });
  }

  private void policy(JobPolicy policy) {
    JobPolicy usual = JobPolicy.DEFAULT;
    put("concurrent", policy.maxConcurrent());
    put("failures", policy.abortAfter());
    put("timeout", policy.timeout(), usual.timeout());
    put("expire", policy.expireAfter(), usual.expireAfter());
    if (policy.retries() > 0) {
      preset.put("retries", policy.retries().toString());
    }
    put("backoff", policy.backoff(), usual.backoff());
    ByteSize limit = policy.outputLimit();
    put("outputLimit", limit.equals(usual.outputLimit()) ? null : limit);
    if (policy.parallel()) {
      preset.put("parallel", "1");
    }
  }

  private void put(String field, Duration value, Duration usual) {
    put(field, value.equals(usual) ? null : Durations.format(value));
  }

  private void put(String field, @Nullable Object value) {
    if (value != null) {
      preset.put(field, value.toString());
    }
  }
}
