package io.fleetman.agent.host;

import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.Installer;
import io.fleetman.agent.runtime.CellRuntime;
import io.fleetman.layout.CellId;
import io.fleetman.layout.InvalidNameException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the cells that are on the host, whatever the agent remembers. */
public final class HostScan {
  private static final Logger LOG = LoggerFactory.getLogger(HostScan.class);

  private HostScan() {}

  /** Cells with a folder of releases, a unit, or a supervisor program; sorted. */
  public static List<CellId> cells(Collection<Path> bases, Collection<CellRuntime> runtimes) {
    SortedSet<CellId> found = new TreeSet<>();
    for (Path base : bases) {
      inFolder(base, found);
    }
    runtimes.forEach(r -> found.addAll(r.scan()));
    return List.copyOf(found);
  }

  private static void inFolder(Path base, SortedSet<CellId> found) {
    if (!Files.isDirectory(base)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base)) {
      for (Path folder : folders) {
        try {
          CellId cell = new CellId(folder.getFileName() + "");
          if (Installer.exists(new CellFolder(base, cell))) {
            found.add(cell);
          }
        } catch (InvalidNameException e) {
          LOG.debug("{} is no cell: {}", folder, e.getMessage());
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot look for cells in {}: {}", base, e.getMessage());
    }
  }
}
