package io.fleetman.agent.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is. */
@FunctionalInterface
public interface SpaceProbe {
  /** The file system's own answer. */
  SpaceProbe SYSTEM = folder -> Files.getFileStore(folder).getUsableSpace();

  /** Bytes that the agent may still write below the folder. */
  long usable(Path folder) throws IOException;
}
