package io.fleetman.controller.demo;

import io.fleetman.codec.Sha256;
import io.fleetman.controller.deploy.DeployPlan;
import io.fleetman.document.FileRule;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the node's disk, so that the demo says what is there and not what was hoped for. */
final class Installed {
  private Installed() {}

  /**
   * Compares the active release with what was deployed.
   *
   * @param problems gets a sentence for each file that is not as it should be
   * @return how many files are
   */
  static int verify(DeployPlan plan, Path current, List<String> problems) throws IOException {
    Set<String> templates =
        plan.service().spec().files().stream()
            .filter(rule -> rule.type() == FileType.TEMPLATE)
            .map(FileRule::path)
            .collect(Collectors.toSet());
    int verified = 0;
    for (var entry : plan.tree().index().entrySet()) {
      if (entry.getValue().type() == FileType.FOLDER) {
        continue;
      }
      RelativePath path = entry.getKey();
      Path file = path.under(current);
      if (!Files.isRegularFile(file)) {
        problems.add(file + " is missing");
      } else if (asDeployed(file, entry.getValue(), templates.contains(path.value()))) {
        verified++;
      } else {
        problems.add(file + " is not as it was deployed");
      }
    }
    return verified;
  }

  private static boolean asDeployed(Path file, TreeEntry entry, boolean template)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // a template's bytes differ from node to node; that no token is left says that it was filled in
    return template
        ? bytes.length > 0
            && !new String(bytes, java.nio.charset.StandardCharsets.UTF_8).contains("{{")
        : Sha256.of(bytes).equals(entry.sha256());
  }
}
