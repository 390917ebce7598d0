package io.fleetman.agent.job;

import io.fleetman.agent.install.SpaceProbe;
import io.fleetman.document.ByteSize;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What jobs leave free on the node's disks. One that is full already does not keep a job from
 * running, since it may be the one that makes room; but nothing more is kept or put there for it.
 *
 * @param least bytes that stay free
 * @param space asked how many are
 */
public record Reserve(ByteSize least, SpaceProbe space) {
  /** Whether there is less than that on the folder's disk. */
  boolean isTouched(Path folder) throws IOException {
    return space.usable(folder) < least.bytes();
  }

  /** Half a sentence: why not. */
  String words() {
    return "less than " + least + " is free on the node's disk (disk_reserve)";
  }
}
