package io.fleetman.agent.runtime;

import io.fleetman.agent.install.NodeLacks;
import io.fleetman.document.Limits;
import io.fleetman.layout.CellId;
import io.fleetman.unit.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Nothing runs. */
public final class FilesOnly implements CellRuntime {
  @Override
  public @Nullable String text(Service service) {
    return null;
  }

  @Override
  public String ownText(CellId cell, String text) throws NodeLacks {
    throw new NodeLacks(
        "'unit' has no meaning with profile deploy: leave it out, or use profile systemd");
  }

  @Override
  public void checkLimits(Limits limits) throws NodeLacks {
    if (!limits.equals(Limits.NONE)) {
      throw new NodeLacks("'limits' have no meaning with profile deploy: leave them out");
    }
  }

  @Override
  public void verify(CellId cell, String text, Path current, Path release) {}

  @Override
  public void install(CellId cell, String text) {}

  @Override
  public void start(CellId cell) {}

  @Override
  public void stop(CellId cell) {}

  @Override
  public void pause(CellId cell) {}

  @Override
  public void remove(CellId cell) {}

  @Override
  public UnitState state(CellId cell) {
    return UnitState.NOT_APPLICABLE;
  }

  @Override
  public @Nullable String installed(CellId cell) {
    return null;
  }

  @Override
  public List<String> foreignChanges(CellId cell) {
    return List.of();
  }

  @Override
  public SortedSet<CellId> scan() {
    return Collections.unmodifiableSortedSet(new TreeSet<>());
  }

  @Override
  public List<String> output(CellId cell, Instant since, int lines) {
    return List.of();
  }
}
