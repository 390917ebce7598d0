package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.manifest.ManifestForm;
import io.fleetman.controller.web.Form;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The guided form that makes a manifest.
 *
 * @param yaml what the answers come to
 * @param check what is wrong with that
 * @param resourceProfiles to choose from
 */
public record GuidedPage(Form form, String yaml, CheckPart check, List<String> resourceProfiles) {
  private static final List<String> FURTHER =
      List.of(
          "variables",
          "env",
          "data",
          "logs",
          "restart",
          "preStart",
          "postStart",
          "preStop",
          "postStop");

  /** The numbers of the rows of file rules. */
  public List<Integer> rules() {
    return IntStream.range(0, ManifestForm.RULES).boxed().toList();
  }

  /** What is wrong with a row of file rules, a sentence each, beginning with the field. */
  public List<String> wrong(int row) {
    return Stream.of("path", "type", "mode", "owner", "group", "exclude")
        .map(name -> form.error("files" + row + "." + name))
        .filter(Objects::nonNull)
        .flatMap(String::lines)
        .toList();
  }

  /** Whether something is wrong that is folded away. */
  public boolean further() {
    return FURTHER.stream().anyMatch(name -> form.error(name) != null);
  }

  /** Whether a choice is the one that was made; {@code byDefault} if none was. */
  public boolean chosen(String name, String value, boolean byDefault) {
    String said = form.text(name);
    return said.isEmpty() ? byDefault : said.equals(value);
  }

  /** The same for the command line. */
  public String cli() {
    return "fleetman new web\nfleetman apply -f web/fleetman.yaml";
  }
}
