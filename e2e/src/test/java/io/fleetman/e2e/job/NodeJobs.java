package io.fleetman.e2e.job;

import io.fleetman.document.Author;
import io.fleetman.e2e.fleet.Fleet;
import io.fleetman.job.CancelRequest;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.InboxEntry;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobOutput;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Policies;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.job.log.Frame;
import io.fleetman.job.log.Frames;
import io.fleetman.job.log.Stream;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.GetResult;
import io.fleetman.store.Precondition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Jobs of one node, put into the bucket as docs/jobs.md says. */
public final class NodeJobs {
  private final DocumentStore documents;
  private final NodeId node;

  public NodeJobs(Fleet fleet, NodeId node) {
    this.documents = fleet.documents();
    this.node = node;
  }

  /** A step that is a shell line. */
  public static Step sh(String name, String line) {
    return Step.of(name, new StepInput.RunCommand(List.of("/bin/sh", "-c", line)));
  }

  /** The same step as a user of the node. */
  public static Step as(String user, Step step) {
    return new Step(
        step.name(), step.input(), user, step.env(), null, step.timeout(), 0, null, false);
  }

  public ExecutionId submit(Step... steps) {
    return submit(JobPolicy.DEFAULT, steps);
  }

  public ExecutionId submit(JobPolicy policy, Step... steps) {
    ExecutionId id = new ExecutionId(Ids.ordered(Instant.now()));
    documents.create(
        JobKeys.execution(id),
        new ExecutionMark.Execution(
            id,
            "test",
            null,
            JobDocument.of(steps),
            new TreeMap<>(),
            List.of(node),
            null,
            policy,
            null,
            author()),
        ExecutionMark.class);
    documents.create(JobKeys.inbox(node, id), new InboxEntry(id), InboxEntry.class);
    ring();
    return id;
  }

  public void cancel(ExecutionId id) {
    documents.create(JobKeys.cancel(id, node), new CancelRequest(author()), CancelRequest.class);
    ring();
  }

  /** A grace of a second, so that a test need not wait. */
  public static JobPolicy impatient() {
    return Policies.with(Map.of("killGrace", "1s"));
  }

  /** Beside whatever else runs there. */
  public static JobPolicy beside() {
    JobPolicy usual = JobPolicy.DEFAULT;
    return new JobPolicy(
        null,
        null,
        null,
        usual.expireAfter(),
        usual.timeout(),
        usual.retries(),
        usual.backoff(),
        true,
        usual.outputLimit(),
        usual.killGrace(),
        usual.follow());
  }

  private void ring() {
    byte[] fresh = Ids.next(Instant.now()).getBytes(StandardCharsets.UTF_8);
    documents.objects().put(Keys.doorbell(node), fresh, Precondition.NONE);
  }

  private static Author author() {
    return new Author("test", Instant.now(), null);
  }

  /** Waits for the verdict of the first attempt. */
  public Verdict ended(ExecutionId id) {
    return Fleet.await(
        "the verdict of " + id,
        () -> documents.read(JobKeys.verdict(id, node, 1), Verdict.class).found());
  }

  /** Every frame of an attempt, in order. */
  public void frames(ExecutionId id, Verdict verdict, Consumer<Frame> each) {
    JobOutput output = verdict.output();
    if (output.inline() != null) {
      Frames.read("inline", output.inline().getBytes(StandardCharsets.UTF_8)).forEach(each);
    }
    for (int i = 0; i < output.chunks(); i++) {
      String key = JobKeys.logChunk(id, node, verdict.attempt(), i);
      if (documents.objects().get(key) instanceof GetResult.Found found) {
        Frames.read(key, found.body()).forEach(each);
      } else {
        throw new AssertionError(key + " is missing");
      }
    }
  }

  /** All of one stream. */
  public String text(ExecutionId id, Verdict verdict, Stream stream) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames(
        id,
        verdict,
        frame -> {
          if (frame.stream() == stream) {
            all.writeBytes(frame.bytes());
          }
        });
    return all.toString(StandardCharsets.UTF_8);
  }
}
