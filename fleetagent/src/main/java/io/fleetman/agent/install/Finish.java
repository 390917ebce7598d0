package io.fleetman.agent.install;

import io.fleetman.codec.Sha256;
import io.fleetman.layout.RelativePath;
import io.fleetman.template.Template;
import io.fleetman.template.TemplateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a folder of bytes into a release: templates rendered, links set, everybody given theirs.
 */
final class Finish {
  private static final int FOLDER_MODE = 0755;

  private final Staging staging;
  private final Map<String, String> tokens;

  Finish(Staging staging, Map<String, String> tokens) {
    this.staging = staging;
    this.tokens = tokens;
  }

  /** Returns everything of the release that is not data, as it was installed. */
  SortedMap<RelativePath, InstalledFile> finish(FilePlan plan) throws IOException, NodeLacks {
    SortedMap<RelativePath, InstalledFile> installed = new TreeMap<>();
    Map<Path, Planned> folders = new HashMap<>();
    for (Planned file : plan.files()) {
      Path target = Bytes.target(staging, plan, file.path());
      if (target == null) {
        continue;
      }
      if (file.folder()) {
        folders.put(target, file);
      }
      InstalledFile as =
          file.folder()
              ? as(file, null, 0)
              : file.template() ? render(file, target) : as(file, file.sha256(), -1);
      if (!file.folder()) {
        give(file, target);
      }
      if (!SharedFolders.covers(plan.shared(), file.path())) {
        installed.put(file.path(), as);
      }
    }
    giveFolders(staging.freshShared(), folders);
    for (RelativePath path : plan.shared()) {
      Files.createSymbolicLink(path.under(staging.tree()), staging.sharedTarget(path));
    }
    giveFolders(staging.tree(), folders);
    return installed;
  }

  private InstalledFile render(Planned file, Path target) throws IOException, NodeLacks {
    byte[] bytes;
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(staging.template(file.sha256()))))
              .toString();
      bytes = Template.render(text, tokens).getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new NodeLacks("template '" + file.path() + "' is not UTF-8 text: make it 'binary'");
    } catch (TemplateException e) {
      throw new NodeLacks("template '" + file.path() + "' " + e.getMessage());
    }
    Files.write(target, bytes);
    return new InstalledFile(
        Sha256.of(bytes),
        bytes.length,
        file.owner().uid(),
        file.owner().gid(),
        FileMode.format(file.mode()),
        file.sha256());
  }

  private static InstalledFile as(
      Planned file, @org.jspecify.annotations.Nullable String sha256, long size) {
    return new InstalledFile(
        sha256,
        size < 0 ? file.entry().size() : size,
        file.owner().uid(),
        file.owner().gid(),
        FileMode.format(file.mode()),
        null);
  }

  // A linked file is as it must be already, and is not written to.
  private static void give(Planned file, Path target) throws IOException {
    Disk.Attributes is = Disk.attributes(target);
    if (is.uid() != file.owner().uid()
        || is.gid() != file.owner().gid()
        || is.mode() != file.mode()) {
      Disk.own(target, file.owner().uid(), file.owner().gid(), file.mode());
    }
  }

  // Deepest first, so that a folder without write permission can still be filled by a plain user.
  private void giveFolders(Path root, Map<Path, Planned> explicit) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all =
          new ArrayList<>(
              walk.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).toList());
    }
    all.sort(Comparator.comparingInt(Path::getNameCount).reversed());
    for (Path folder : all) {
      Planned as = explicit.get(folder);
      Owners.Owner owner = as == null ? staging.service() : as.owner();
      Disk.own(folder, owner.uid(), owner.gid(), as == null ? FOLDER_MODE : as.mode());
    }
  }
}
