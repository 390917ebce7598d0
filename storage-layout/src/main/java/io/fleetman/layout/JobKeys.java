package io.fleetman.layout;

/**
 * Every key of jobs; what {@link Keys} is for the rest. Who writes which, and when, is said in
 * docs/jobs.md.
 */
public final class JobKeys {
  private JobKeys() {}

  /** All templates and their revisions. */
  public static String templates() {
    return Keys.TEMPLATES;
  }

  /** A template's current revision. */
  public static String template(TemplateId template) {
    return Keys.TEMPLATES + template + ".json";
  }

  /** All revisions of a template. */
  public static String templateRevisions(TemplateId template) {
    return Keys.TEMPLATES + template + "/revisions/";
  }

  /** A revision of a template, written once. */
  public static String templateRevision(TemplateId template, int revision) {
    return templateRevisions(template) + positive("revision", revision) + ".json";
  }

  /**
   * Which execution a request to make one has led to, written once.
   *
   * @param id the hash of the request's idempotency key
   */
  public static String request(String id) {
    return Keys.REQUESTS + Names.id("request", id) + ".json";
  }

  /** All of those. */
  public static String requests() {
    return Keys.REQUESTS;
  }

  /** All executions: a folder for each. */
  public static String executions() {
    return Keys.EXECUTIONS;
  }

  /** The folder of one execution. */
  public static String executionFolder(ExecutionId execution) {
    return Keys.EXECUTIONS + execution + "/";
  }

  /** The execution's intent: document, parameters, frozen targets, policy. */
  public static String execution(ExecutionId execution) {
    return executionFolder(execution) + "job.json";
  }

  /** What the execution's agents say beside the gates. */
  public static String outputs(ExecutionId execution) {
    return executionFolder(execution) + "nodes/";
  }

  /** What one attempt on one node says. */
  public static String outputs(ExecutionId execution, NodeId node, int attempt) {
    return outputs(execution) + node + "/" + positive("attempt", attempt) + "/";
  }

  /** How far an attempt is, swapped in by its agent. */
  public static String progress(ExecutionId execution, NodeId node, int attempt) {
    return outputs(execution, node, attempt) + "progress.json";
  }

  /** All chunks of an attempt's output. */
  public static String log(ExecutionId execution, NodeId node, int attempt) {
    return outputs(execution, node, attempt) + "log/";
  }

  /**
   * A chunk of an attempt's output, written once.
   *
   * @param chunk from 0
   */
  public static String logChunk(ExecutionId execution, NodeId node, int attempt, int chunk) {
    if (chunk < 0) {
      throw new InvalidNameException("chunk", Integer.toString(chunk), "chunks count from 0");
    }
    return log(execution, node, attempt) + "%08d".formatted(chunk);
  }

  /** What every node has to look at. */
  public static String inbox() {
    return Keys.INBOX;
  }

  /** What a node has to look at. */
  public static String inbox(NodeId node) {
    return Keys.INBOX + node + "/";
  }

  /** That a node has to look at an execution. */
  public static String inbox(NodeId node, ExecutionId execution) {
    return inbox(node) + execution;
  }

  /** All that decides who may run. */
  public static String gates() {
    return Keys.GATES;
  }

  /** All that decides who may run in one execution, and what came of it. */
  public static String gates(ExecutionId execution) {
    return Keys.GATES + execution + "/";
  }

  /** The latch: once it is there, nothing more starts. */
  public static String abort(ExecutionId execution) {
    return gates(execution) + "abort";
  }

  /** The request to stop what runs on a node. */
  public static String cancel(ExecutionId execution, NodeId node) {
    return gates(execution) + "cancels/" + node;
  }

  /** Who decides on an attempt of a node: its agent, or whoever cancels or expires it. */
  public static String claim(ExecutionId execution, NodeId node, int attempt) {
    return gates(execution) + "claims/" + node + "/" + positive("attempt", attempt);
  }

  /** That somebody watches, so that output is to come sooner. */
  public static String follow(ExecutionId execution) {
    return gates(execution) + "follow";
  }

  /** All slots of an execution. */
  public static String slots(ExecutionId execution) {
    return gates(execution) + "slots/";
  }

  /**
   * One of the slots that bound how many run at once.
   *
   * @param chain from 0, below the bound
   * @param generation from 0; each only after the attempt that holds the one before has ended
   */
  public static String slot(ExecutionId execution, int chain, int generation) {
    if (chain < 0 || generation < 0) {
      throw new InvalidNameException(
          "slot", chain + "/" + generation, "chains and generations count from 0");
    }
    return slots(execution) + chain + "/" + generation;
  }

  /** What came of an attempt, written once. */
  public static String verdict(ExecutionId execution, NodeId node, int attempt) {
    return gates(execution) + "verdicts/" + node + "/" + positive("attempt", attempt);
  }

  private static int positive(String what, int number) {
    if (number < 1) {
      throw new InvalidNameException(what, Integer.toString(number), "they count from 1");
    }
    return number;
  }
}
