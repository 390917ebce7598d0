package io.fleetman.controller.config;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code controller_config.yaml}.
 *
 * @param buckets the fleets that this machine knows, by the name that {@code --bucket} takes
 * @param defaultBucket the one to use without {@code --bucket}; null: the only one there is
 * @param web where the controller listens, and its session secret
 * @param jobs what the controller keeps of jobs that have ended
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ControllerConfig(
    Map<String, BucketSettings> buckets,
    @Nullable String defaultBucket,
    WebSettings web,
    JobsSettings jobs) {
  /** No configuration file: everything comes from the environment. */
  public static final ControllerConfig EMPTY =
      new ControllerConfig(Map.of(), null, WebSettings.DEFAULT, JobsSettings.DEFAULT);

  /** Fills in what was left out. */
  public ControllerConfig(
      @Nullable Map<String, BucketSettings> buckets,
      @Nullable String defaultBucket,
      @Nullable WebSettings web,
      @Nullable JobsSettings jobs) {
    this.buckets =
        buckets == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(buckets));
    this.defaultBucket = defaultBucket;
    this.web = web == null ? WebSettings.DEFAULT : web;
    this.jobs = jobs == null ? JobsSettings.DEFAULT : jobs;
  }

  /**
   * The name of the bucket to use.
   *
   * @param wanted from the command line; null: the default
   * @throws ConfigException if there is no such bucket, or no way to choose one
   */
  String choose(String where, @Nullable String wanted) {
    String name = wanted != null ? wanted : defaultBucket;
    String known = String.join(", ", buckets.keySet());
    if (name == null) {
      if (buckets.size() == 1) {
        return buckets.keySet().iterator().next();
      }
      throw new ConfigException(
          buckets.isEmpty()
              ? where + ": buckets is empty; add one, or run 'fleetman init --force'"
              : where
                  + " has several buckets ("
                  + known
                  + "): choose one with --bucket, or set default_bucket");
    }
    if (!buckets.containsKey(name)) {
      throw new ConfigException(
          where
              + " has no bucket '"
              + name
              + "'"
              + (wanted == null ? ", which default_bucket names" : "")
              + "; known: "
              + known);
    }
    return name;
  }
}
