package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.manifest.ManifestForm;
import io.fleetman.controller.web.Form;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The guided form that makes a manifest.
 *
 * @param yaml what the answers come to
 * @param check what is wrong with that
 * @param resourceProfiles to choose from
 */
public record GuidedPage(Form form, String yaml, CheckPart check, List<String> resourceProfiles) {
  /** The numbers of the rows of file rules. */
  public List<Integer> rules() {
    return IntStream.range(0, ManifestForm.RULES).boxed().toList();
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
