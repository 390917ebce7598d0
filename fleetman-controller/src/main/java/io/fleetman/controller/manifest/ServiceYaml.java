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
    @Nullable ManifestId manifest,
    @Nullable Profile profile,
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
  /** An entry of {@code cells}. */
  record Entry(
      @Nullable NodeId node, @Nullable CellId id, @Nullable Map<String, String> variables) {
    CellEntry toCell(String where, ManifestId manifest) {
      return new CellEntry(
          Required.of(where, "cells: node", node, "say on which node the cell runs"),
          id == null ? new CellId(manifest.value()) : id,
          map(variables));
    }
  }

  Definition.Service toService(String where) {
    ManifestId name = Required.of(where, "manifest", manifest, "name the service, such as web");
    ManifestSpec spec =
        new ManifestSpec(
            Required.of(
                where, "profile", profile, "write systemd, supervisor or deploy (files only)"),
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
    return new Definition.Service(
        name, spec, list(cells).stream().map(c -> c.toCell(where, name)).toList());
  }

  private static <T> List<T> list(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  static SortedMap<String, String> map(@Nullable Map<String, String> value) {
    return value == null ? new TreeMap<>() : new TreeMap<>(value);
  }
}
