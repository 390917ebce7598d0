package io.fleetman.controller.portal.deployment;

import io.fleetman.controller.console.Human;
import io.fleetman.controller.deployment.FileContent;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.tree.TreeTag;
import io.fleetman.controller.web.Frame;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of a version, looked at or edited.
 *
 * @param content as it may be shown
 * @param sha256 of what is shown: what an edit replaces; empty for a file that is not there yet
 * @param tag the {@link TreeTag} of what is shown: what a change of it sends back
 * @param editing whether it is being edited
 * @param typed what the editor holds
 * @param problem why it was not saved; null if nothing was wrong
 * @param conflict what somebody else made of it meanwhile, against what was typed; null if nothing
 */
public record FilePage(
    String manifest,
    String version,
    String path,
    boolean draft,
    FileContent content,
    String size,
    String mode,
    String type,
    String sha256,
    String tag,
    boolean editing,
    String typed,
    @Nullable String problem,
    @Nullable LineDiff conflict) {
  static FilePage of(
      DeploymentDocument d, RelativePath path, TreeEntry entry, FileContent content) {
    String sha256 = entry.sha256();
    return new FilePage(
        d.manifest().value(),
        d.version().value(),
        path.value(),
        d.state() == DeploymentState.DRAFT,
        content,
        Human.bytes(entry.size()),
        entry.mode(),
        entry.type().name().toLowerCase(Locale.ROOT),
        sha256 == null ? "" : sha256,
        tag(path, entry),
        false,
        "",
        null,
        null);
  }

  FilePage edited(String text) {
    return new FilePage(
        manifest, version, path, draft, content, size, mode, type, sha256, tag, true, text, null,
        null);
  }

  FilePage refused(String why) {
    return new FilePage(
        manifest, version, path, draft, content, size, mode, type, sha256, tag, true, typed, why,
        null);
  }

  FilePage conflicting(LineDiff difference) {
    return new FilePage(
        manifest,
        version,
        path,
        draft,
        content,
        size,
        mode,
        type,
        sha256,
        tag,
        true,
        typed,
        null,
        difference);
  }

  private static String tag(RelativePath path, TreeEntry entry) {
    TreeTag tag = new TreeTag();
    tag.add(path, entry);
    return tag.text();
  }

  /** What it is in words, for somebody who is told that it changed. */
  public String words() {
    return size
        + ", mode "
        + mode
        + (sha256.isEmpty() ? "" : ", sha256 " + sha256.substring(0, 12));
  }

  /** Its lines, if it is text. */
  public List<String> lines() {
    return content instanceof FileContent.Text(var text) ? text.lines().toList() : List.of();
  }

  /** Whether it is text. */
  public boolean text() {
    return content instanceof FileContent.Text;
  }

  /** Whether it is a picture. */
  public boolean picture() {
    return content instanceof FileContent.Picture;
  }

  /** Why it is not shown; empty if it is. */
  public String opaque() {
    return content instanceof FileContent.Opaque(var why) ? why : "";
  }

  /** Whether it may be executed. */
  public boolean executable() {
    return (Integer.parseInt(mode, 8) & 0111) != 0;
  }

  /** The version's page. */
  public String page() {
    return "/deployments/" + manifest + "/" + version;
  }

  /** The folder that it lies in; empty for the root. */
  public String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** This file below one of the version's addresses. */
  public String below(String what) {
    return page() + "/" + what + "?path=" + Frame.encoded(path);
  }

  /** The same for the command line. */
  public String cli() {
    String file = path.isEmpty() ? "PATH" : path;
    String name = file.substring(file.lastIndexOf('/') + 1);
    List<String> lines = new ArrayList<>();
    if (!sha256.isEmpty()) {
      lines.add(line("download", file).option("--to", name).toString());
    }
    if (draft) {
      lines.add(line("put", file).option("--from", name).toString());
    }
    if (draft && !editing) {
      lines.add(line("mode", file).arg(executable() ? "0644" : "0755").toString());
      lines.add(line("take-out", file).toString());
    }
    return String.join("\n", lines);
  }

  private Shell line(String does, String file) {
    return Shell.of("fleetman deployment " + does).arg(manifest).arg(version).arg(file);
  }
}
