package io.fleetman.controller.portal;

import io.fleetman.controller.web.Frame;
import io.fleetman.document.AuditDocument;
import io.fleetman.document.FleetObject;

/**
 * What a change was about, and where it is to be seen.
 *
 * @param kind what it is, in a word
 * @param name which
 * @param path of its page, below the bucket's address; empty if it has none or is gone
 */
public record ObjectLink(String kind, String name, String path) {
  /** Of what was changed. */
  public static ObjectLink of(AuditDocument.Change change) {
    ObjectLink link = of(change.object());
    return change.done() == AuditDocument.Done.DELETED
        ? new ObjectLink(link.kind(), link.name(), "")
        : link;
  }

  /** Of something that is there. */
  public static ObjectLink of(FleetObject object) {
    if (object.name().equals("*")) {
      String all =
          object.kind() == FleetObject.Kind.FLEET
              ? "the fleet"
              : "all " + object.kind().word() + "s";
      return new ObjectLink("", all, path(object));
    }
    return new ObjectLink(object.kind().word(), object.name(), path(object));
  }

  private static String path(FleetObject object) {
    String name = object.name();
    String[] words = name.split(" ", 2);
    return switch (object.kind()) {
      case MANIFEST -> "/manifests/" + name;
      case RESOURCE_PROFILE -> "/manifests/-/resource-profiles";
      case DEPLOYMENT ->
          words.length < 2
              ? "/deployments"
              : "/deployments/" + words[0] + "/" + Frame.encoded(words[1]);
      case CELL -> "/cells/" + name;
      case OVERRIDES -> "/cells/" + name + "/overrides";
      case VERSION ->
          words.length < 2 ? "" : "/cells/" + words[0] + "/versions/" + Frame.encoded(words[1]);
      case PUBLISH -> "/publishes/" + name;
      case NODE -> "/nodes/of/" + name;
      case STAGING -> "/deployments/-/staging";
      case JOB_TEMPLATE -> "/jobs/templates/" + name;
      case EXECUTION -> "/jobs/executions/" + name;
      case OPERATION -> "/operations/" + name;
      case FLEET, USER, TOKEN, ACTIVITY, KEY -> "";
    };
  }
}
