package io.fleetman.controller.storage;

import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a key means to Fleetman; the layout's documentation, in place. Pure.
 *
 * @param text a sentence
 * @param care what happens to whoever writes or deletes it by hand, a sentence; empty if nothing
 */
public record Meaning(String text, String care) {
  private static final String AGENTS_OWN =
      "An agent writes it by compare-and-swap: what is changed here is lost, or stops the agent.";
  private static final String NAMED =
      "An index names these bytes by their hash: changed or deleted, that version cannot be"
          + " fetched any more.";
  private static final String PROTOCOL =
      "Who may run what depends on it: deleted, a job may run twice.";
  private static final String NONE = "";

  private static final Map<String, String> FOLDERS = new TreeMap<>(folders());

  private static Map<String, String> folders() {
    return Map.ofEntries(
        Map.entry("manifests/", "Definitions of services, and their revisions"),
        Map.entry("resource-profiles/", "Limits under a name"),
        Map.entry("deployments/", "Versions of manifests' files, drafts and sealed"),
        Map.entry("cells/", "What each node has to run, and what came of it"),
        Map.entry("agents/", "Heartbeats"),
        Map.entry("nodes/", "What agents report of their nodes"),
        Map.entry("doorbells/", "Have agents look again"),
        Map.entry("audit/", "Who changed what, by day"),
        Map.entry("access/", "Who may sign in"),
        Map.entry("access/users/", "Users, with their passwords' hashes"),
        Map.entry("access/tokens/", "API tokens, with their secrets' hashes"),
        Map.entry("api/", "Requests to the API that are done once"),
        Map.entry("staging/", "Files to pick from"),
        Map.entry("publishes/", "Publishes to several cells, under way and done"),
        Map.entry("operations/", "Long work that was asked for over the API, under way and done"),
        Map.entry("jobs/", "Job templates and executions"),
        Map.entry("inbox/", "What each node has to look at for jobs"),
        Map.entry("probe/", "Left behind by a store probe that was killed; may be deleted"));
  }

  /** What a key is; empty if it is none of Fleetman's. */
  public static Optional<Meaning> of(String key) {
    return KeyParser.parse(key).map(Meaning::of);
  }

  /** What a folder is, by its prefix that ends in a slash; empty if it is none of Fleetman's. */
  public static Optional<String> ofFolder(String prefix) {
    return Optional.ofNullable(FOLDERS.get(prefix));
  }

  /** What writing or reading the key is about, where permissions are asked. */
  public static FleetObject object(String key) {
    return key.startsWith("access/") || "access/".startsWith(key)
        ? new FleetObject(Kind.USER, key)
        : new FleetObject(Kind.KEY, key);
  }

  private static Meaning of(KnownKey key) {
    return switch (key) {
      case KnownKey.Fleet _ ->
          new Meaning(
              "The fleet itself: its format, its id, what the probe found",
              "Without it, there is no fleet here.");
      case KnownKey.Manifest k -> new Meaning("Manifest " + k.manifest() + ", as it is now", NONE);
      case KnownKey.ManifestRevision k ->
          new Meaning("Revision " + k.revision() + " of manifest " + k.manifest(), NONE);
      case KnownKey.ResourceProfile k -> new Meaning("Resource profile " + k.name(), NONE);
      case KnownKey.Deployment k ->
          new Meaning(
              "Deployment " + k.manifest() + " " + k.version() + ": its state and its files' index",
              NONE);
      case KnownKey.DeploymentFile k ->
          new Meaning("A file of deployment " + k.manifest() + " " + k.version(), NAMED);
      case KnownKey.Cell k -> new Meaning("Cell " + k.cell() + ": manifest, uid, variables", NONE);
      case KnownKey.Overrides k -> new Meaning("Overrides of cell " + k.cell(), NONE);
      case KnownKey.OverrideFile k ->
          new Meaning("A file among the overrides of " + k.cell(), NAMED);
      case KnownKey.Snapshot k ->
          new Meaning(
              "Commit mark of version " + k.version() + " of cell " + k.cell(),
              "The version exists because this does; its files are verified against it.");
      case KnownKey.SnapshotFile k ->
          new Meaning("A file of version " + k.version() + " of cell " + k.cell(), NAMED);
      case KnownKey.Trigger k ->
          new Meaning(
              "Trigger of cell " + k.cell() + ": what it must be",
              "Its node does what it says at its next look. Never delete it: its sequence must"
                  + " only grow.");
      case KnownKey.Status k -> new Meaning("What cell " + k.cell() + " is", AGENTS_OWN);
      case KnownKey.History k -> new Meaning("What came of one command of cell " + k.cell(), NONE);
      case KnownKey.Heartbeat k -> new Meaning("Heartbeat of node " + k.node(), AGENTS_OWN);
      case KnownKey.Report k -> new Meaning("What node " + k.node() + " reports", AGENTS_OWN);
      case KnownKey.Doorbell k ->
          new Meaning("Doorbell of node " + k.node() + ": changed, it looks again", NONE);
      case KnownKey.Audit _ -> new Meaning("A change: who, what, when", NONE);
      case KnownKey.User k ->
          new Meaning("User " + k.user(), "Whoever writes it decides who gets in.");
      case KnownKey.Token k ->
          new Meaning("API token " + k.id(), "Whoever writes it decides who gets in.");
      case KnownKey.Publish k -> new Meaning("Publish " + k.id() + " to several cells", NONE);
      case KnownKey.Operation _ ->
          new Meaning("Long work that was asked for over the API, and how far it is", NONE);
      case KnownKey.ApiRequest _ -> new Meaning("A request to the API that is done once", NONE);
      case KnownKey.Staging _ -> new Meaning("Index of the files to pick from", NONE);
      case KnownKey.StagingFile _ -> new Meaning("A file to pick", NAMED);
      case KnownKey.Template k -> new Meaning("Job template " + k.template(), NONE);
      case KnownKey.TemplateRevision k ->
          new Meaning("Revision " + k.revision() + " of job template " + k.template(), NONE);
      case KnownKey.JobRequest _ -> new Meaning("A request for a job, done once", NONE);
      case KnownKey.Execution k ->
          new Meaning("Execution " + k.execution() + " of a job", PROTOCOL);
      case KnownKey.JobProgress k ->
          new Meaning("Progress of " + k.execution() + " on " + k.node(), AGENTS_OWN);
      case KnownKey.LogChunk k ->
          new Meaning("Output of " + k.execution() + " on " + k.node(), NONE);
      case KnownKey.Inbox k ->
          new Meaning("Has node " + k.node() + " look at " + k.execution(), NONE);
      case KnownKey.Abort k -> new Meaning("Aborts " + k.execution(), PROTOCOL);
      case KnownKey.Cancel k ->
          new Meaning("Asks to cancel " + k.execution() + " on " + k.node(), NONE);
      case KnownKey.Claim k ->
          new Meaning("Claim of " + k.execution() + " by " + k.node(), PROTOCOL);
      case KnownKey.Follow k -> new Meaning("Who follows " + k.execution(), NONE);
      case KnownKey.Slot k -> new Meaning("A slot of " + k.execution(), PROTOCOL);
      case KnownKey.Verdict k ->
          new Meaning("Verdict of " + k.execution() + " on " + k.node(), PROTOCOL);
    };
  }
}
