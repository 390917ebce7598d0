package io.fleetman.controller.manifest;

import io.fleetman.document.FileRule;
import io.fleetman.document.HealthCheck;
import io.fleetman.document.Hooks;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.document.RestartPolicy;
import io.fleetman.layout.CellId;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code fleetman.yaml} as it is written: a {@link ManifestSpec} field by field, with name and
 * cells beside it. The fields are repeated, not unwrapped, because only so an unknown one is an
 * error.
 */
record ServiceYaml(
    @Nullable String kind,
    ManifestId manifest,
    Profile profile,
    @Nullable String description,
    @Nullable List<FileRule> files,
    @Nullable String command,
    @Nullable String user,
    @Nullable String group,
    @Nullable Map<String, String> env,
    @Nullable Map<String, String> variables,
    @Nullable String resourceProfile,
    @Nullable Limits limits,
    @Nullable RestartPolicy restart,
    @Nullable Duration stopTimeout,
    @Nullable RelativePath unit,
    @Nullable HealthCheck health,
    @Nullable List<RelativePath> data,
    @Nullable List<RelativePath> logs,
    @Nullable Hooks hooks,
    @Nullable List<Entry> cells) {
  ServiceYaml {
    Objects.requireNonNull(manifest, "manifest is missing: name the service, such as web");
    Objects.requireNonNull(
        profile, "profile is missing: write systemd, supervisor or deploy (files only)");
  }

  /** An entry of {@code cells}. */
  record Entry(NodeId node, @Nullable CellId id, @Nullable Map<String, String> variables) {
    Entry {
      Objects.requireNonNull(node, "node is missing: say on which node the cell runs");
    }
  }

  Definition.Service toService() {
    ManifestSpec spec =
        new ManifestSpec(
            profile,
            description,
            list(files),
            command,
            user,
            group,
            map(env),
            map(variables),
            resourceProfile,
            limits == null ? Limits.NONE : limits,
            restart == null ? RestartPolicy.ON_FAILURE : restart,
            stopTimeout,
            unit,
            health == null ? HealthCheck.DEFAULT : health,
            list(data),
            list(logs),
            hooks == null ? Hooks.NONE : hooks);
    List<CellEntry> entries =
        list(cells).stream()
            .map(
                c ->
                    new CellEntry(
                        c.node(),
                        c.id() == null ? new CellId(manifest.value()) : c.id(),
                        map(c.variables())))
            .toList();
    return new Definition.Service(manifest, spec, entries);
  }

  private static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  static SortedMap<String, String> map(@Nullable Map<String, String> value) {
    return value == null ? new TreeMap<>() : new TreeMap<>(value);
  }
}
