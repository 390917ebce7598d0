package io.fleetman.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fleetman.document.ByteSize;
import io.fleetman.document.Limits;
import io.fleetman.layout.NodeId;
import io.fleetman.store.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code agent_config.yaml} as it is written; null is "left out". What each key means is said in
 * {@code agent_config.example.yaml} and {@link AgentConfig}.
 */
record ConfigFile(
    @JsonProperty("node_id") @Nullable NodeId nodeId,
    @JsonProperty("labels") @Nullable Map<String, String> labels,
    @JsonProperty("storage") @Nullable StorageSettings storage,
    @JsonProperty("poll_interval") @Nullable Duration pollInterval,
    @JsonProperty("scan_interval") @Nullable Duration scanInterval,
    @JsonProperty("heartbeat_interval") @Nullable Duration heartbeatInterval,
    @JsonProperty("host_interval") @Nullable Duration hostInterval,
    @JsonProperty("jitter") @Nullable Double jitter,
    @JsonProperty("state_folder") @Nullable Path stateFolder,
    @JsonProperty("systemd") @Nullable Systemd systemd,
    @JsonProperty("supervisor") @Nullable Supervisor supervisor,
    @JsonProperty("deploy") @Nullable Deploy deploy,
    @JsonProperty("retention") @Nullable Retention retention,
    @JsonProperty("disk_reserve") @Nullable ByteSize diskReserve,
    @JsonProperty("log_lines") @Nullable Integer logLines,
    @JsonProperty("fetch") @Nullable Fetch fetch,
    @JsonProperty("jobs") @Nullable Jobs jobs,
    @JsonProperty("single_writer") @Nullable Boolean singleWriter) {
  static final ConfigFile EMPTY =
      new ConfigFile(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null);

  record Systemd(
      @JsonProperty("scope") @Nullable String scope,
      @JsonProperty("service_folder") @Nullable Path serviceFolder,
      @JsonProperty("unit_folder") @Nullable Path unitFolder,
      @JsonProperty("systemctl_path") @Nullable Path systemctlPath) {
    static final Systemd EMPTY = new Systemd(null, null, null, null);
  }

  record Supervisor(
      @JsonProperty("conf_d_folder") @Nullable Path confDFolder,
      @JsonProperty("service_folder") @Nullable Path serviceFolder,
      @JsonProperty("supervisorctl_path") @Nullable Path supervisorctlPath,
      @JsonProperty("config_path") @Nullable Path configPath) {
    static final Supervisor EMPTY = new Supervisor(null, null, null, null);
  }

  record Deploy(@JsonProperty("target_folder") @Nullable Path targetFolder) {
    static final Deploy EMPTY = new Deploy(null);
  }

  record Retention(@JsonProperty("releases") @Nullable Integer releases) {
    static final Retention EMPTY = new Retention(null);
  }

  record Fetch(
      @JsonProperty("deployments") @Nullable Integer deployments,
      @JsonProperty("files") @Nullable Integer files) {
    static final Fetch EMPTY = new Fetch(null, null);
  }

  record Jobs(
      @JsonProperty("enabled") @Nullable Boolean enabled,
      @JsonProperty("folder") @Nullable Path folder,
      @JsonProperty("handler_folder") @Nullable Path handlerFolder,
      @JsonProperty("step_types") @Nullable List<String> stepTypes,
      @JsonProperty("users") @Nullable List<String> users,
      @JsonProperty("commands") @Nullable List<String> commands,
      @JsonProperty("at_once") @Nullable Integer atOnce,
      @JsonProperty("poll_interval") @Nullable Duration pollInterval,
      @JsonProperty("max_timeout") @Nullable Duration maxTimeout,
      @JsonProperty("output_limit") @Nullable ByteSize outputLimit,
      @JsonProperty("limits") @Nullable Limits limits,
      @JsonProperty("keep") @Nullable Integer keep,
      @JsonProperty("keep_for") @Nullable Duration keepFor) {
    static final Jobs EMPTY =
        new Jobs(null, null, null, null, null, null, null, null, null, null, null, null, null);
  }
}
