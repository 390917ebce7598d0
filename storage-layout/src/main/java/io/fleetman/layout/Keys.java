package io.fleetman.layout;

/**
 * Every key of a fleet, built here and nowhere else; {@link KeyParser} reads them back. Keys are
 * relative to the fleet's prefix in its bucket, which the store adds.
 */
public final class Keys {
  /** The fleet's own document: format version, fleet id, what the probe found. */
  public static final String FLEET = "fleet.json";

  /** Where the probe puts what it needs; everything under it may be deleted at any time. */
  public static final String PROBE = "probe/";

  static final String MANIFESTS = "manifests/";
  static final String PROFILES = "resource-profiles/";
  static final String DEPLOYMENTS = "deployments/";
  static final String CELLS = "cells/";
  static final String AGENTS = "agents/";
  static final String NODES = "nodes/";
  static final String DOORBELLS = "doorbells/";
  static final String AUDIT = "audit/";
  static final String USERS = "access/users/";
  static final String TOKENS = "access/tokens/";
  static final String API = "api/";
  static final String STAGING = "staging/";
  static final String JOBS = "jobs/";
  static final String INBOX = "inbox/";
  static final String TEMPLATES = JOBS + "templates/";
  static final String REQUESTS = JOBS + "requests/";
  static final String EXECUTIONS = JOBS + "executions/";
  static final String GATES = JOBS + "gates/";
  static final String PUBLISHES = "publishes/";
  static final String OPERATIONS = "operations/";

  private Keys() {}

  /** The folder of one probe. */
  public static String probe(String id) {
    return PROBE + attempt(id) + "/";
  }

  /** All manifests' current documents and revisions. */
  public static String manifests() {
    return MANIFESTS;
  }

  /** A manifest's current revision. */
  public static String manifest(ManifestId manifest) {
    return MANIFESTS + manifest + ".json";
  }

  /** All revisions of a manifest. */
  public static String manifestRevisions(ManifestId manifest) {
    return MANIFESTS + manifest + "/revisions/";
  }

  /** A revision of a manifest, written once. */
  public static String manifestRevision(ManifestId manifest, int revision) {
    return manifestRevisions(manifest) + revision + ".json";
  }

  /** All resource profiles. */
  public static String resourceProfiles() {
    return PROFILES;
  }

  /** A named, reusable set of limits. */
  public static String resourceProfile(String name) {
    return PROFILES + Names.id("resource profile", name) + ".json";
  }

  /** All deployments of all manifests. */
  public static String deployments() {
    return DEPLOYMENTS;
  }

  /** All deployments of a manifest. */
  public static String deployments(ManifestId manifest) {
    return DEPLOYMENTS + manifest + "/";
  }

  /** The folder of one deployment. */
  public static String deploymentFolder(ManifestId manifest, Version version) {
    return DEPLOYMENTS + manifest + "/" + version + "/";
  }

  /** A deployment's document: the index of its tree. */
  public static String deployment(ManifestId manifest, Version version) {
    return deploymentFolder(manifest, version) + "deployment.json";
  }

  /** The bytes of a deployment's file, as put by one attempt. */
  public static String deploymentFile(
      ManifestId manifest, Version version, String attempt, RelativePath path) {
    return deploymentFolder(manifest, version) + attempt(attempt) + "/" + path;
  }

  /** All cells of all nodes. */
  public static String cells() {
    return CELLS;
  }

  /** All cells of a node. */
  public static String cells(NodeId node) {
    return CELLS + node + "/";
  }

  /** The folder of one cell. */
  public static String cellFolder(CellRef cell) {
    return CELLS + cell.node() + "/" + cell.cell() + "/";
  }

  /** The cell's intent: manifest, uid, variables. */
  public static String cell(CellRef cell) {
    return cellFolder(cell) + "cell.json";
  }

  /** The index of the cell's overrides. */
  public static String overrides(CellRef cell) {
    return cellFolder(cell) + "overrides.json";
  }

  /** The bytes of all of a cell's overrides. */
  public static String overrideFiles(CellRef cell) {
    return cellFolder(cell) + "overrides/";
  }

  /** The bytes of an override, as put by one attempt. */
  public static String overrideFile(CellRef cell, String attempt, RelativePath path) {
    return overrideFiles(cell) + attempt(attempt) + "/" + path;
  }

  /** All snapshots of a cell. */
  public static String versions(CellRef cell) {
    return cellFolder(cell) + "versions/";
  }

  /** The folder of one snapshot. */
  public static String snapshotFolder(CellRef cell, Version version) {
    return versions(cell) + version + "/";
  }

  /** The snapshot's commit mark. */
  public static String snapshot(CellRef cell, Version version) {
    return snapshotFolder(cell, version) + "manifest.json";
  }

  /** The bytes of a snapshot's file, as put by one attempt. */
  public static String snapshotFile(
      CellRef cell, Version version, String attempt, RelativePath path) {
    return snapshotFolder(cell, version) + attempt(attempt) + "/" + path;
  }

  /** What the cell must be. */
  public static String trigger(CellRef cell) {
    return cellFolder(cell) + "trigger.json";
  }

  /** What the cell is, as its agent last wrote it. */
  public static String status(CellRef cell) {
    return cellFolder(cell) + "status.json";
  }

  /** All history of a cell. */
  public static String history(CellRef cell) {
    return cellFolder(cell) + "history/";
  }

  /** What came of one command, written once. */
  public static String history(CellRef cell, String id) {
    return history(cell) + attempt(id) + ".json";
  }

  /** All heartbeats. */
  public static String heartbeats() {
    return AGENTS;
  }

  /** A node's heartbeat. */
  public static String heartbeat(NodeId node) {
    return AGENTS + node + ".json";
  }

  /** All node reports. */
  public static String reports() {
    return NODES;
  }

  /** A node's report. */
  public static String report(NodeId node) {
    return NODES + node + ".json";
  }

  /** All doorbells. */
  public static String doorbells() {
    return DOORBELLS;
  }

  /** The tiny object whose change says "look again". */
  public static String doorbell(NodeId node) {
    return DOORBELLS + node;
  }

  /** All recorded changes, in a folder for each day. */
  public static String audits() {
    return AUDIT;
  }

  /**
   * Recorded changes whose ids begin so.
   *
   * @param beginning of an id, at least its day: {@code 20261121}
   */
  public static String audits(String beginning) {
    String id = Names.id("id", beginning);
    if (!id.matches("[0-9]{8}.*")) {
      throw new InvalidNameException("id", id, "ids of changes begin with their day: 20261121");
    }
    return AUDIT
        + String.join("-", id.substring(0, 4), id.substring(4, 6), id.substring(6, 8))
        + "/"
        + id;
  }

  /** One recorded change, written once. */
  public static String audit(String id) {
    return audits(id) + ".json";
  }

  /** All users. */
  public static String users() {
    return USERS;
  }

  /** One who may sign in. */
  public static String user(UserId user) {
    return USERS + user + ".json";
  }

  /** Requests to the REST API that are done once, one level. */
  public static String apiRequests() {
    return API;
  }

  /** A request to the REST API that is done once. */
  public static String apiRequest(String id) {
    return API + Names.id("request", id) + ".json";
  }

  /** All API tokens. */
  public static String tokens() {
    return TOKENS;
  }

  /** An API token, by its public id. */
  public static String token(String id) {
    return TOKENS + Names.id("token", id) + ".json";
  }

  /** All files to pick from, with their index. */
  public static String stagingFolder() {
    return STAGING;
  }

  /** The index of the files to pick from. */
  public static String staging() {
    return STAGING + "staging.json";
  }

  /** The bytes of a file to pick from, as put by one attempt. */
  public static String stagingFile(String attempt, RelativePath path) {
    return STAGING + attempt(attempt) + "/" + path;
  }

  /** All publishes to one or many cells. */
  public static String publishes() {
    return PUBLISHES;
  }

  /** A publish to one or many cells, and how far it is. */
  public static String publish(String id) {
    return PUBLISHES + Names.id("id", id) + ".json";
  }

  /** Work that controllers do behind an answer, one level. */
  public static String operations() {
    return OPERATIONS;
  }

  /** Work that a controller does behind an answer, and how far it is. */
  public static String operation(String id) {
    return OPERATIONS + Names.id("id", id) + ".json";
  }

  /**
   * Checks an id that keys are made of.
   *
   * @throws InvalidNameException if it cannot be part of a key
   */
  public static String id(String what, String id) {
    return Names.id(what, id);
  }

  private static String attempt(String id) {
    return Names.id("id", id);
  }
}
