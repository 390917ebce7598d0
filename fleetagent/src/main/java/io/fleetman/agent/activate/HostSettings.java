package io.fleetman.agent.activate;

import io.fleetman.agent.runtime.SupervisorSettings;
import io.fleetman.agent.runtime.SystemdSettings;
import io.fleetman.document.Profile;
import io.fleetman.layout.NodeId;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about the node.
 *
 * @param node its id
 * @param labels for template tokens
 * @param folders for each profile that may be used here the absolute folder that holds its cells'
 *     folders; several profiles may share one
 * @param systemd null: cells of that profile are refused
 * @param supervisor null: cells of that profile are refused
 * @param diskReserve bytes that a deployment must leave free
 * @param keepReleases how many releases are kept beside the current and the last healthy one
 * @param fetchParallelism how many files are fetched at once, at least 1
 * @param logLines how many last lines of each log are told
 */
public record HostSettings(
    NodeId node,
    Map<String, String> labels,
    Map<Profile, Path> folders,
    @Nullable SystemdSettings systemd,
    @Nullable SupervisorSettings supervisor,
    long diskReserve,
    int keepReleases,
    int fetchParallelism,
    int logLines) {
  /** Folders are made absolute and normal. */
  public HostSettings {
    labels = Map.copyOf(labels);
    folders =
        folders.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, e -> e.getValue().toAbsolutePath().normalize()));
    fetchParallelism = Math.max(1, fetchParallelism);
    keepReleases = Math.max(0, keepReleases);
  }
}
