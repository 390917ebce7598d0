package io.fleetman.controller.manifest;

import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.Version;
import io.fleetman.template.Template;
import io.fleetman.template.TemplateException;
import io.fleetman.template.Tokens;
import io.fleetman.unit.CannotPassOnException;
import io.fleetman.unit.Service;
import io.fleetman.unit.SupervisorProgram;
import io.fleetman.unit.SystemdUnit;
import io.fleetman.unit.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The systemd unit or supervisor program that an agent would install, by the same renderers. Pure.
 *
 * @param text the unit; null if there is none to show
 * @param notes what only the node knows, and what is wrong, a sentence each
 */
public record UnitPreview(@Nullable String text, List<String> notes) {
  /**
   * Where it would run.
   *
   * @param cell node and id
   * @param version which version
   * @param variables the cell's own; they win over the manifest's
   * @param labels the node's
   * @param base the node's service folder, {@code /opt/fleetman} unless its agent says otherwise
   */
  public record Target(
      CellRef cell,
      Version version,
      Map<String, String> variables,
      Map<String, String> labels,
      Path base) {}

  /** Of a definition whose resource profile is resolved. */
  public static UnitPreview of(ManifestId manifest, ManifestSpec spec, Target target) {
    if (spec.profile() == Profile.DEPLOY) {
      return new UnitPreview(null, List.of("profile deploy: files only, nothing runs"));
    }
    if (spec.unit() != null) {
      return new UnitPreview(
          null, List.of("the file " + spec.unit() + " of the deployment is the unit"));
    }
    return new One(manifest, spec, target).preview();
  }

  private static final class One {
    private final ManifestId manifest;
    private final ManifestSpec spec;
    private final Target target;
    private final Path current;
    private final Map<String, String> tokens;
    private final List<String> notes = new ArrayList<>();

    One(ManifestId manifest, ManifestSpec spec, Target target) {
      this.manifest = manifest;
      this.spec = spec;
      this.target = target;
      Path root = target.base().resolve(target.cell().cell().value());
      this.current = root.resolve("current");
      Map<String, String> variables = new TreeMap<>(spec.variables());
      variables.putAll(target.variables());
      this.tokens =
          Tokens.values(
              Map.of(
                  "node.id", target.cell().node().value(),
                  "cell.id", target.cell().cell().value(),
                  "manifest", manifest.value(),
                  "version", target.version().value(),
                  "folders.release", root.resolve("releases/" + target.version()).toString(),
                  "folders.current", current.toString(),
                  "folders.data", root.resolve("shared").toString()),
              target.labels(),
              variables);
    }

    UnitPreview preview() {
      Map<String, String> env = new TreeMap<>();
      spec.env().forEach((name, value) -> env.put(name, render("env." + name, value)));
      Service service =
          new Service(
              target.cell().cell(),
              manifest,
              target.version(),
              current,
              argv(),
              spec.user(),
              spec.group(),
              env,
              spec.limits(),
              spec.restart(),
              spec.stopTimeout(),
              current.resolveSibling("output.log"));
      try {
        String text =
            spec.profile() == Profile.SUPERVISOR
                ? SupervisorProgram.text(service)
                : SystemdUnit.text(service, true);
        return new UnitPreview(text, notes);
      } catch (CannotPassOnException e) {
        notes.add(String.valueOf(e.getMessage()));
        return new UnitPreview(null, notes);
      }
    }

    private List<String> argv() {
      String command = spec.command();
      List<String> words = new ArrayList<>();
      try {
        words.addAll(Words.split(command == null ? "" : render("command", command)));
      } catch (IllegalArgumentException e) {
        notes.add("command: " + e.getMessage());
      }
      if (words.isEmpty()) {
        notes.add("there is no command to run");
        return words;
      }
      String program = words.getFirst();
      if (!program.contains("/")) {
        notes.add("the program '" + program + "' is looked for on the node");
      } else if (!program.startsWith("/")) {
        words.set(0, current.resolve(program).normalize().toString());
      }
      return words;
    }

    private String render(String field, String text) {
      try {
        return Template.render(text, tokens);
      } catch (TemplateException e) {
        notes.add(field + " " + e.getMessage());
        return text;
      }
    }
  }
}
