package io.fleetman.agent.job;

import io.fleetman.codec.DocumentException;
import io.fleetman.job.Claim;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.JobOutput;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Verdict;
import io.fleetman.job.gate.Run;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import io.fleetman.store.ListPage;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this node has to look at. */
final class Inbox {
  private final JobEnv env;

  Inbox(JobEnv env) {
    this.env = env;
  }

  /** The executions that it names, in order. */
  List<ExecutionId> list() {
    List<ExecutionId> all = new ArrayList<>();
    String next = null;
    do {
      ListPage page = env.documents().objects().list(JobKeys.inbox(env.node()), null, next);
      for (ListPage.Entry entry : page.objects()) {
        if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Inbox inbox) {
          all.add(inbox.execution());
        }
      }
      next = page.next();
    } while (next != null);
    return all;
  }

  /**
   * Reads an execution; empty if there is nothing to run any more.
   *
   * @throws DocumentException if this agent cannot understand it
   */
  Optional<Run> read(ExecutionId execution) {
    return env.documents().read(JobKeys.execution(execution), ExecutionMark.class)
                instanceof Read.Found<ExecutionMark> found
            && found.value() instanceof ExecutionMark.Execution job
        ? Optional.of(new Run(job, found.lastModified()))
        : Optional.empty();
  }

  /** Refuses an execution that this agent cannot understand, so that somebody hears of it. */
  void reject(ExecutionId execution, String reason) {
    Instant now = env.host().clock().instant();
    WriteResult<Claim> claim =
        env.documents()
            .create(
                JobKeys.claim(execution, env.node(), 1),
                new Claim.Taken(Ids.next(now), env.incarnation()),
                Claim.class);
    boolean ours =
        !(claim instanceof WriteResult.Lost<Claim> lost)
            || lost.current().found().orElse(null) instanceof Claim.Taken;
    if (ours) {
      Verdict verdict =
          new Verdict(
              env.node(),
              1,
              NodeStatus.REJECTED,
              false,
              reason,
              null,
              null,
              List.of(),
              JobOutput.NONE,
              null,
              now,
              env.incarnation());
      var _ =
          env.documents().create(JobKeys.verdict(execution, env.node(), 1), verdict, Verdict.class);
    }
  }
}
