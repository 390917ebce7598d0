package io.fleetman.controller.portal.publish;

import io.fleetman.controller.publish.PublishListener;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The publishes that this controller is at, and how far it is with copying. */
public final class Running {
  private final Map<String, Copies> copies = new ConcurrentHashMap<>();

  /** How many files of a publish are copied. */
  public static final class Copies implements PublishListener {
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public void copying(CellRef cell, Version version, int more) {
      files.addAndGet(more);
    }

    @Override
    public void copied(CellRef cell) {
      done.incrementAndGet();
    }

    /** For people; empty if nothing is to be copied. */
    String words() {
      return files.get() == 0
          ? ""
          : done.get() + " of " + files.get() + " files copied in the store";
    }
  }

  /** Begins with one; null if this controller is at it already. */
  @Nullable Copies begin(String publish) {
    Copies fresh = new Copies();
    return copies.putIfAbsent(publish, fresh) == null ? fresh : null;
  }

  /** How far one is; null if this controller is not at it. */
  @Nullable Copies find(String publish) {
    return copies.get(publish);
  }

  /** Is done with it. */
  void end(String publish) {
    copies.remove(publish);
  }
}
