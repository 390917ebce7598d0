package io.fleetman.document;

import io.fleetman.layout.RelativePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The declarative definition of a service, as a manifest holds it and as a snapshot repeats it.
 * Strings marked "template" may hold {@code {{ tokens }}}.
 *
 * @param profile how it runs
 * @param description one line for people; null if none
 * @param files which files belong to it, and how they are installed
 * @param command template: what runs, relative to the release's folder; null for the {@code deploy}
 *     profile or with a {@code unit} of one's own
 * @param user the system user it runs as and that owns its files; null: the agent's own
 * @param group the system group; null: the user's primary one
 * @param env environment variables; the values are templates
 * @param variables for template tokens; a cell's own variables win
 * @param resourceProfile name of a reusable set of limits, resolved when a snapshot is made; null
 *     if none
 * @param limits what it may use; they win over the resource profile's
 * @param restart when the host starts it again
 * @param stopTimeout how long the host waits between TERM and KILL; null: its default
 * @param unit path of a file of the tree that is the systemd unit or the supervisor program, used
 *     instead of a generated one and rendered as a template; null: generated
 * @param health when it counts as healthy
 * @param data folders below the release that are kept from release to release, and when the cell is
 *     stopped or removed
 * @param logs log files below the release whose tails the agent reports; their folders are kept
 *     from release to release
 * @param hooks commands around a deployment
 */
public record ManifestSpec(
    Profile profile,
    @Nullable String description,
    List<FileRule> files,
    @Nullable String command,
    @Nullable String user,
    @Nullable String group,
    Map<String, String> env,
    Map<String, String> variables,
    @Nullable String resourceProfile,
    Limits limits,
    RestartPolicy restart,
    @Nullable Duration stopTimeout,
    @Nullable RelativePath unit,
    HealthCheck health,
    List<RelativePath> data,
    List<RelativePath> logs,
    Hooks hooks) {
  /**
   * Fills in what was left out.
   *
   * @throws NullPointerException if there is no profile
   */
  public ManifestSpec {
    Objects.requireNonNull(profile, "profile is missing");
    files = Defaults.list(files);
    env = Defaults.map(env);
    variables = Defaults.map(variables);
    limits = Defaults.or(limits, Limits.NONE);
    restart = Defaults.or(restart, RestartPolicy.ON_FAILURE);
    health = Defaults.or(health, HealthCheck.DEFAULT);
    data = Defaults.list(data);
    logs = Defaults.list(logs);
    hooks = Defaults.or(hooks, Hooks.NONE);
  }

  /** The same definition with other limits, the resource profile resolved into them. */
  public ManifestSpec withLimits(Limits resolved) {
    return new ManifestSpec(
        profile,
        description,
        files,
        command,
        user,
        group,
        env,
        variables,
        null,
        resolved,
        restart,
        stopTimeout,
        unit,
        health,
        data,
        logs,
        hooks);
  }
}
