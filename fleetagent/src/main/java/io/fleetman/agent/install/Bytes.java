package io.fleetman.agent.install;

import io.fleetman.agent.fetch.Fanout;
import io.fleetman.agent.fetch.FetchException;
import io.fleetman.agent.fetch.Fetcher;
import io.fleetman.agent.fetch.Item;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings every file's bytes into the staging folder: from this node where it has them. */
final class Bytes {
  private static final Logger LOG = LoggerFactory.getLogger(Bytes.class);

  private final Fetcher fetcher;
  private final Fanout fanout;
  private final Staging staging;
  private final Set<Path> folders = new HashSet<>();
  private int filesFetched;
  private long bytesFetched;

  Bytes(Fetcher fetcher, Fanout fanout, Staging staging) {
    this.fetcher = fetcher;
    this.fanout = fanout;
    this.staging = staging;
  }

  int filesFetched() {
    return filesFetched;
  }

  long bytesFetched() {
    return bytesFetched;
  }

  /** Brings them; {@code fetched} hears of every file that came from the store. */
  void bring(FilePlan plan, Runnable fetched)
      throws IOException, FetchException, InterruptedException {
    Queue<Planned> missing = new ConcurrentLinkedQueue<>();
    List<Callable<?>> copies = new ArrayList<>();
    for (RelativePath path : plan.shared()) {
      makeFolders(path.under(staging.tree()).getParent());
      makeFolders(path.under(staging.freshShared()));
    }
    for (Planned file : plan.files()) {
      Path target = target(staging, plan, file.path());
      if (target == null) {
        continue; // first content of a data folder that is there already
      }
      makeFolders(file.folder() ? target : target.getParent());
      switch (file.source()) {
        case null -> {}
        case Planned.Source.Store _ -> missing.add(file);
        case Planned.Source.Copy _, Planned.Source.Link _ -> {
          if (!file.template()) {
            copies.add(() -> take(file, target(staging, plan, file.path()), missing));
          } else if (!Files.isRegularFile(staging.template(file.sha256()))) {
            copies.add(() -> take(file, staging.template(file.sha256()), missing));
          }
        }
      }
    }
    all(copies);
    fetch(plan, missing, fetched);
  }

  /** Where a file is put together; null if it is not needed. */
  static @Nullable Path target(Staging staging, FilePlan plan, RelativePath path) {
    for (RelativePath shared : plan.shared()) {
      if (shared.equals(path) || shared.isParentOf(path)) {
        return staging.hasShared(shared) ? null : path.under(staging.freshShared());
      }
    }
    return path.under(staging.tree());
  }

  private @Nullable Void take(Planned file, @Nullable Path target, Queue<Planned> missing)
      throws IOException {
    if (target == null) {
      return null;
    }
    boolean taken =
        switch (file.source()) {
          case Planned.Source.Link link -> link(file, link.have().file(), target);
          case Planned.Source.Copy copy -> copy(file, copy.have().file(), target);
          case Planned.Source.Store _ -> false;
          case null -> false;
        };
    if (!taken) {
      missing.add(file);
    }
    return null;
  }

  // What was linked is looked at under its new name, where nobody else can reach it.
  private static boolean link(Planned file, Path from, Path target) throws IOException {
    try {
      Files.createLink(target, from);
      Disk.Attributes is = Disk.attributes(target);
      if (is.uid() == file.owner().uid()
          && is.gid() == file.owner().gid()
          && is.mode() == file.mode()
          && Hashing.of(target).equals(file.sha256())) {
        return true;
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be linked: {}", from, e.getMessage());
    }
    Files.deleteIfExists(target);
    return copy(file, from, target);
  }

  private static boolean copy(Planned file, Path from, Path target) throws IOException {
    try {
      if (Hashing.copy(from, target, file.entry().size()).equals(file.sha256())) {
        return true;
      }
      LOG.info("{} was changed on this node; '{}' is fetched again", from, file.path());
    } catch (IOException e) {
      LOG.debug("{} cannot be copied: {}", from, e.getMessage());
    }
    Files.deleteIfExists(target);
    return false;
  }

  private void fetch(FilePlan plan, Queue<Planned> missing, Runnable fetched)
      throws IOException, FetchException, InterruptedException {
    List<Item> items = new ArrayList<>();
    Set<String> templates = new HashSet<>();
    for (Planned file : missing) {
      Path target = file.template() ? half(file) : target(staging, plan, file.path());
      if (target == null || (file.template() && !templates.add(file.sha256()))) {
        continue;
      }
      items.add(
          new Item(file.path().value(), file.key(), file.entry().size(), file.sha256(), target));
    }
    fetcher.fetch(items, fetched);
    for (Planned file : missing) {
      if (file.template() && templates.remove(file.sha256())) {
        Files.move(half(file), staging.template(file.sha256()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    filesFetched = items.size();
    bytesFetched = items.stream().mapToLong(Item::size).sum();
  }

  private Path half(Planned file) {
    return staging.template("." + file.sha256());
  }

  private void makeFolders(@Nullable Path folder) throws IOException {
    if (folder != null && folders.add(folder)) {
      Files.createDirectories(folder);
    }
  }

  private void all(List<Callable<?>> tasks) throws IOException, InterruptedException {
    try {
      fanout.run(tasks);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException r -> throw r;
        case Error fault -> throw fault;
        case null, default -> throw new IOException(e.getCause());
      }
    }
  }
}
