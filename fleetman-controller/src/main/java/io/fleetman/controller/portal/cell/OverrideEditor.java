package io.fleetman.controller.portal.cell;

import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.tree.LineDiff;
import io.fleetman.controller.web.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The editor of an override.
 *
 * @param head the cell
 * @param form what is in it
 * @param exists whether there is an override of that path
 * @param hidden whether it leaves the file out
 * @param text whether it can be edited as text
 * @param diff from the version's file to the override that is there; empty if there is none
 * @param theirs what somebody else saved meanwhile; null if nobody did
 * @param version whose files it is laid over; empty if there is none
 * @param paths the version's files
 */
public record OverrideEditor(
    CellHead head,
    Form form,
    boolean exists,
    boolean hidden,
    boolean text,
    LineDiff diff,
    @Nullable String theirs,
    String version,
    List<String> paths) {
  /** What somebody else saved meanwhile against what is in the form; empty if it is no text. */
  public LineDiff conflict() {
    return theirs == null || !exists || hidden || !text
        ? LineDiff.NONE
        : LineDiff.between(theirs, form.raw("text"));
  }

  /** The same for the command line. */
  public String cli() {
    String path = form.text("path");
    return Shell.of("fleetman override set")
        .arg(head.ref())
        .arg(path.isEmpty() ? "PATH" : path)
        .arg("FILE")
        .option("--mode", form.text("mode"))
        .toString();
  }
}
