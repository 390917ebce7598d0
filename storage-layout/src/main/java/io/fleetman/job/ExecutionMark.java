package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetman.document.Author;
import io.fleetman.document.Defaults;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code jobs/executions/<execution>/job.json}: what stands there decides whether it exists. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExecutionMark.Execution.class, name = "execution"),
  @JsonSubTypes.Type(value = ExecutionMark.Pruned.class, name = "pruned")
})
public sealed interface ExecutionMark {
  /**
   * The execution, as it was made; nothing of it changes.
   *
   * @param id its own
   * @param name what people call it
   * @param template where the document came from, with its revision, such as {@code reboot 3};
   *     null: it was given
   * @param document what to do
   * @param parameters a value for each of the document's parameters that has one
   * @param targets the nodes, sorted, frozen when it was made; a node's place in the list is where
   *     it begins to look for a slot
   * @param chosen how the targets were chosen, in words, such as {@code region=eu}
   * @param policy how it is run
   * @param retryOf the execution whose failed nodes this one tries again; null: none
   * @param author who, when by the writer's clock, and why
   */
  record Execution(
      ExecutionId id,
      String name,
      @Nullable String template,
      JobDocument document,
      SortedMap<String, String> parameters,
      List<NodeId> targets,
      @Nullable String chosen,
      JobPolicy policy,
      @Nullable ExecutionId retryOf,
      Author author)
      implements ExecutionMark {
    /**
     * Fills in what was left out.
     *
     * @throws NullPointerException if id, document or author are missing
     * @throws IllegalArgumentException if there is no target
     */
    public Execution {
      Objects.requireNonNull(id, "id is missing");
      Objects.requireNonNull(document, "document is missing");
      Objects.requireNonNull(author, "author is missing");
      name = Defaults.or(name, id.value());
      parameters = Defaults.sorted(parameters);
      targets = Defaults.list(targets);
      policy = Defaults.or(policy, JobPolicy.DEFAULT);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("targets is empty: a job runs on at least one node");
      }
    }
  }

  /** It was pruned; what is left of it is being deleted. */
  record Pruned(ExecutionId id, Author author) implements ExecutionMark {}
}
