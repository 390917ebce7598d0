package io.fleetman.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an operation is about, in the words that people use.
 *
 * @param kind what it is
 * @param name which: {@code web}, {@code web 1.2}, {@code node-1/web}, {@code node-1/web 1.2}
 */
public record FleetObject(Kind kind, String name) implements Comparable<FleetObject> {
  /** What there is. */
  public enum Kind {
    /** The fleet's own document. */
    @JsonProperty("fleet")
    FLEET("fleet"),
    /** A manifest. */
    @JsonProperty("manifest")
    MANIFEST("manifest"),
    /** A resource profile. */
    @JsonProperty("resourceProfile")
    RESOURCE_PROFILE("resource profile"),
    /** A version of a manifest's files. */
    @JsonProperty("deployment")
    DEPLOYMENT("deployment"),
    /** A cell: what it is made of, and what it must be. */
    @JsonProperty("cell")
    CELL("cell"),
    /** A cell's overrides. */
    @JsonProperty("overrides")
    OVERRIDES("overrides"),
    /** A published version of a cell. */
    @JsonProperty("version")
    VERSION("version"),
    /** A publish to one or many cells. */
    @JsonProperty("publish")
    PUBLISH("publish"),
    /** A node. */
    @JsonProperty("node")
    NODE("node"),
    /** The files to pick from. */
    @JsonProperty("staging")
    STAGING("staging"),
    /** Somebody who may sign in. */
    @JsonProperty("user")
    USER("user"),
    /** An API token. */
    @JsonProperty("token")
    TOKEN("token"),
    /** A job template. */
    @JsonProperty("jobTemplate")
    JOB_TEMPLATE("job template"),
    /** An execution of a job. */
    @JsonProperty("execution")
    EXECUTION("execution"),
    /** Work that a controller does behind an answer. */
    @JsonProperty("operation")
    OPERATION("operation"),
    /** The record of changes itself. */
    @JsonProperty("activity")
    ACTIVITY("activity"),
    /** A key that is none of Fleetman's. */
    @JsonProperty("key")
    KEY("key");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** In a sentence. */
    public String word() {
      return word;
    }
  }

  /** By kind, then name. */
  @Override
  public int compareTo(FleetObject other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return kind.word() + " " + name;
  }
}
