package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fleetman.document.Defaults;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done on each node, schema version 1.0; the JSON Schema beside it says what may be
 * written.
 *
 * @param version {@value #VERSION}
 * @param includeStdOut false: what it writes to its standard output is not kept
 * @param conditions what must hold on a node; else it rejects the job
 * @param parameters what may be given when it is run, by name
 * @param steps done one after the other until one fails; at least one
 * @param finalStep done after all steps have succeeded; null: none
 * @param always done at the end in any case, also after a failure, a timeout or a cancel
 */
public record JobDocument(
    String version,
    Boolean includeStdOut,
    List<Condition> conditions,
    SortedMap<String, Parameter> parameters,
    List<Step> steps,
    @Nullable Step finalStep,
    @JsonProperty("finally") List<Step> always) {
  /** The version of the schema. */
  public static final String VERSION = "1.0";

  /**
   * Fills in what was left out.
   *
   * @throws IllegalArgumentException if it is of another version, or has no steps
   */
  public JobDocument {
    if (!VERSION.equals(version)) {
      throw new IllegalArgumentException("version is '" + version + "': write \"1.0\"");
    }
    includeStdOut = Defaults.or(includeStdOut, true);
    conditions = Defaults.list(conditions);
    parameters = Defaults.sorted(parameters);
    steps = Defaults.list(steps);
    always = Defaults.list(always);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps is empty: a job has at least one step");
    }
  }

  /** Of these steps, and nothing else. */
  public static JobDocument of(Step... steps) {
    return new JobDocument(
        VERSION, true, List.of(), new TreeMap<>(), List.of(steps), null, List.of());
  }

  /** Every step that it names, in the order in which they would be done. */
  public List<Step> everyStep() {
    return Stream.of(steps, finalStep == null ? List.<Step>of() : List.of(finalStep), always)
        .flatMap(List::stream)
        .toList();
  }
}
