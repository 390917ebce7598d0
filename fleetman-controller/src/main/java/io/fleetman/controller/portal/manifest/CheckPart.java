package io.fleetman.controller.portal.manifest;

import io.fleetman.controller.deploy.Units;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.ManifestText;
import io.fleetman.controller.manifest.ManifestText.Parsed;
import io.fleetman.controller.manifest.ManifestText.Problem;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.UnitPreview;
import io.fleetman.controller.support.OpenFleet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a manifest's text, or what it comes to.
 *
 * @param problems each beside its line; none if it can be saved
 * @param unit what an agent would make of it; null while something is wrong
 */
public record CheckPart(List<Problem> problems, @Nullable UnitPreview unit) {
  /** A text, read, and what there is to say about it. */
  record Checked(CheckPart part, Definition.@Nullable Service service) {}

  static Checked of(OpenFleet fleet, String text) {
    return switch (ManifestText.read(text, new Manifests(fleet)::strangers)) {
      case Parsed.Refused(var problems) -> new Checked(new CheckPart(problems, null), null);
      case Parsed.Understood(var service) ->
          new Checked(
              new CheckPart(
                  List.of(),
                  Units.of(
                      fleet, service.manifest(), service.spec(), null, Units.VERSION, Units.BASE)),
              service);
    };
  }

  static CheckPart with(Problem problem) {
    return new CheckPart(List.of(problem), null);
  }
}
