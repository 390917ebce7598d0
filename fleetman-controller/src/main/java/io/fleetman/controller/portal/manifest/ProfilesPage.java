package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.support.Setting;
import io.fleetman.controller.support.Tag;
import io.fleetman.controller.web.Form;
import io.fleetman.document.ManifestDocument;
import io.fleetman.document.ResourceProfileDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All resource profiles, and the form that makes and changes them.
 *
 * @param form what is being typed
 * @param editing the one that is changed; empty: a new one
 * @param seen the {@link Tag} of what the form began with; empty: none
 * @param theirs what somebody else made of it meanwhile, in words; null if nobody did
 */
public record ProfilesPage(
    List<Row> rows, Form form, String editing, String seen, @Nullable String theirs) {
  /** The limits' names, with what they are called and an example. */
  public static final List<Field> FIELDS =
      List.of(
          new Field("memory", "Memory", "512M"),
          new Field("swap", "Swap", "0"),
          new Field("cpu", "CPU", "150%"),
          new Field("tasks", "Tasks", "200"),
          new Field("io", "I/O weight", "100"));

  /** A limit. */
  public record Field(String name, String label, String example) {}

  /**
   * A profile.
   *
   * @param limits by their names
   * @param users the manifests whose limits come from it
   */
  public record Row(
      String name, Map<String, String> limits, List<String> users, String by, String tag) {
    /** It in words, for somebody who is told that it changed. */
    public String words() {
      return limits + ", by " + by;
    }
  }

  static List<Row> rows(List<ResourceProfileDocument> profiles, List<ManifestDocument> manifests) {
    return profiles.stream()
        .map(
            p ->
                new Row(
                    p.name(),
                    Setting.fields(p.limits()),
                    manifests.stream()
                        .filter(m -> p.name().equals(m.spec().resourceProfile()))
                        .map(m -> m.manifest().value())
                        .toList(),
                    p.author().by(),
                    Tag.of(p)))
        .toList();
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman resource-profile list\n"
        + "printf 'kind: resourceProfile\\nname: small\\nlimits: {memory: 512M}\\n' >"
        + " small.yaml\nfleetman apply -f small.yaml\nfleetman resource-profile delete small";
  }
}
