package io.fleetman.agent.activate;

import io.fleetman.agent.install.Hashing;
import io.fleetman.agent.install.InstalledFile;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Release;
import io.fleetman.agent.install.ReleaseFiles;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.codec.Sha256;
import io.fleetman.layout.RelativePath;
import io.fleetman.template.Template;
import io.fleetman.template.TemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A unit that the service brings along. */
final class OwnUnit {
  private static final Logger LOG = LoggerFactory.getLogger(OwnUnit.class);

  private OwnUnit() {}

  /**
   * Its text, rendered. The very bytes that are used are hashed, because the service's user owns
   * the folder and the unit may say what runs as root.
   */
  static String read(
      Release release,
      ReleaseFiles files,
      Path folder,
      CellRuntime runtime,
      Map<String, String> tokens)
      throws NodeLacks, IOException {
    RelativePath path = release.record().snapshot().spec().unit();
    InstalledFile as = path == null ? null : files.find(path).orElse(null);
    if (path == null || as == null) {
      throw new NodeLacks("'unit' names " + path + ", which is not a file of the release");
    }
    byte[] bytes = bytes(path, path.under(folder), as);
    try {
      return runtime.ownText(
          release.record().snapshot().cell(),
          Template.render(new String(bytes, StandardCharsets.UTF_8), tokens));
    } catch (TemplateException e) {
      throw new NodeLacks("unit '" + path + "' " + e.getMessage());
    }
  }

  private static byte[] bytes(RelativePath path, Path file, InstalledFile as) throws NodeLacks {
    if (as.size() > Template.MOST_BYTES) {
      throw new NodeLacks("unit '" + path + "' is larger than 1 MB, as no unit is");
    }
    try {
      byte[] bytes = Hashing.read(file, (int) as.size());
      if (Sha256.of(bytes).equals(as.sha256())) {
        return bytes;
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", file, e.getMessage());
    }
    throw new NodeLacks("'" + path + "' was changed on the node while it was installed");
  }
}
