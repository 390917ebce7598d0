package io.fleetman.layout;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys back into what they name. Unknown names are ignored, never an error (a LIST may show
 * strangers).
 */
public final class KeyParser {
  private KeyParser() {}

  /** What the key names, or empty if it is none of Fleetman's. */
  public static Optional<KnownKey> parse(String key) {
    List<String> parts = Arrays.asList(key.split("/", -1));
    try {
      return Optional.ofNullable(read(parts));
    } catch (InvalidNameException | NumberFormatException e) {
      return Optional.empty(); // a stranger's name, not one of ours
    }
  }

  /** The same for one that is expected below an execution's gates; empty if it lies elsewhere. */
  public static Optional<KnownKey> gate(ExecutionId execution, String key) {
    String gates = JobKeys.gates(execution);
    try {
      return key.startsWith(gates)
          ? Optional.ofNullable(JobKeyParser.gate(execution, key, gates.length()))
          : Optional.empty();
    } catch (InvalidNameException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static @Nullable KnownKey read(List<String> parts) {
    int n = parts.size();
    return switch (parts.getFirst() + "/") {
      case Keys.FLEET + "/" -> n == 1 ? new KnownKey.Fleet() : null;
      case Keys.MANIFESTS -> manifest(parts);
      case Keys.PROFILES ->
          n == 2 ? new KnownKey.ResourceProfile(Names.id("name", stem(parts.get(1)))) : null;
      case Keys.DEPLOYMENTS -> deployment(parts);
      case Keys.CELLS -> n >= 4 ? cell(parts) : null;
      case Keys.AGENTS -> n == 2 ? new KnownKey.Heartbeat(new NodeId(stem(parts.get(1)))) : null;
      case Keys.NODES -> n == 2 ? new KnownKey.Report(new NodeId(stem(parts.get(1)))) : null;
      case Keys.DOORBELLS -> n == 2 ? new KnownKey.Doorbell(new NodeId(parts.get(1))) : null;
      case Keys.AUDIT -> n == 3 ? audit(String.join("/", parts), stem(parts.get(2))) : null;
      case "access/" -> n == 3 ? access(parts) : null;
      case Keys.API ->
          n == 2 ? new KnownKey.ApiRequest(Names.id("request", stem(parts.get(1)))) : null;
      case Keys.STAGING -> staging(parts);
      case Keys.INBOX ->
          n == 3
              ? new KnownKey.Inbox(new NodeId(parts.get(1)), new ExecutionId(parts.get(2)))
              : null;
      case Keys.JOBS -> n >= 3 ? JobKeyParser.read(parts) : null;
      case Keys.PUBLISHES ->
          n == 2 ? new KnownKey.Publish(Names.id("id", stem(parts.get(1)))) : null;
      case Keys.OPERATIONS ->
          n == 2 ? new KnownKey.Operation(Names.id("id", stem(parts.get(1)))) : null;
      default -> null;
    };
  }

  private static @Nullable KnownKey audit(String key, String id) {
    return Keys.audit(id).equals(key) ? new KnownKey.Audit(id) : null;
  }

  private static @Nullable KnownKey access(List<String> parts) {
    String name = stem(parts.get(2));
    return switch (parts.get(1)) {
      case "users" -> new KnownKey.User(new UserId(name));
      case "tokens" -> new KnownKey.Token(Names.id("token", name));
      default -> null;
    };
  }

  private static @Nullable KnownKey staging(List<String> parts) {
    if (parts.size() == 2) {
      return parts.get(1).equals("staging.json") ? new KnownKey.Staging() : null;
    }
    return parts.size() < 3
        ? null
        : new KnownKey.StagingFile(Names.id("attempt", parts.get(1)), rest(parts, 2));
  }

  private static @Nullable KnownKey manifest(List<String> parts) {
    if (parts.size() == 2) {
      return new KnownKey.Manifest(new ManifestId(stem(parts.get(1))));
    }
    if (parts.size() == 4 && parts.get(2).equals("revisions")) {
      return new KnownKey.ManifestRevision(
          new ManifestId(parts.get(1)), JobKeyParser.number(stem(parts.get(3))));
    }
    return null;
  }

  private static @Nullable KnownKey deployment(List<String> parts) {
    if (parts.size() < 4) {
      return null;
    }
    ManifestId manifest = new ManifestId(parts.get(1));
    Version version = new Version(parts.get(2));
    if (parts.size() == 4) {
      return parts.get(3).equals("deployment.json")
          ? new KnownKey.Deployment(manifest, version)
          : null;
    }
    return new KnownKey.DeploymentFile(
        manifest, version, Names.id("attempt", parts.get(3)), rest(parts, 4));
  }

  private static @Nullable KnownKey cell(List<String> parts) {
    CellRef cell = new CellRef(new NodeId(parts.get(1)), new CellId(parts.get(2)));
    int n = parts.size();
    return switch (parts.get(3)) {
      case "cell.json" -> n == 4 ? new KnownKey.Cell(cell) : null;
      case "overrides.json" -> n == 4 ? new KnownKey.Overrides(cell) : null;
      case "trigger.json" -> n == 4 ? new KnownKey.Trigger(cell) : null;
      case "status.json" -> n == 4 ? new KnownKey.Status(cell) : null;
      case "history" ->
          n == 5 ? new KnownKey.History(cell, Names.id("id", stem(parts.get(4)))) : null;
      case "overrides" ->
          n >= 6
              ? new KnownKey.OverrideFile(cell, Names.id("attempt", parts.get(4)), rest(parts, 5))
              : null;
      case "versions" -> n >= 6 ? snapshot(cell, parts) : null;
      default -> null;
    };
  }

  private static @Nullable KnownKey snapshot(CellRef cell, List<String> parts) {
    Version version = new Version(parts.get(4));
    if (parts.size() == 6) {
      return parts.get(5).equals("manifest.json") ? new KnownKey.Snapshot(cell, version) : null;
    }
    return new KnownKey.SnapshotFile(
        cell, version, Names.id("attempt", parts.get(5)), rest(parts, 6));
  }

  private static RelativePath rest(List<String> parts, int from) {
    return new RelativePath(String.join("/", parts.subList(from, parts.size())));
  }

  static String stem(String name) {
    if (!name.endsWith(".json")) {
      throw new InvalidNameException("document name", name, "documents end in '.json'");
    }
    return name.substring(0, name.length() - ".json".length());
  }
}
