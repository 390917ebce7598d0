package io.fleetman.e2e.walk;

import io.fleetman.codec.DocumentException;
import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.doctor.Doctor;
import io.fleetman.controller.publish.Commands;
import io.fleetman.controller.publish.PublishListener;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Versions;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people and their programs do to a fleet, each command a process of its own. */
final class Operators {
  private static final List<RelativePath> PATHS =
      List.of(new RelativePath("lib/a.txt"), new RelativePath("state"));

  private final World world;
  private final Random random;
  private final Trees trees;
  private int commands;
  private int versions;
  private @Nullable Version last;

  Operators(World world, Random random, Trees trees) {
    this.world = world;
    this.random = random;
    this.trees = trees;
  }

  /** Some command, begun. */
  List<Task> somebodyDoesSomething() {
    CellRef cell = world.cells().get(random.nextInt(world.cells().size()));
    int kind = random.nextInt(20);
    List<Task> begun = new ArrayList<>();
    int times = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1; // often several at a time
    switch (kind) {
      case 0, 1, 2, 3, 4 -> {
        Version version = random.nextInt(5) == 0 && last != null ? last : nextVersion();
        HashedTree tree = trees.tree(random.nextInt(100));
        for (int i = 0; i < times; i++) {
          begun.add(deploy(cell, version, tree));
        }
      }
      case 5, 6 -> {
        Version version = someVersion(cell);
        boolean redeploy = random.nextInt(3) == 0;
        for (int i = 0; i < times; i++) {
          begun.add(
              begin(
                  "publishes " + version + " to " + cell,
                  fleet ->
                      new Publisher(fleet)
                          .publish(
                              new PublishRequest(cell, version, redeploy, null),
                              PublishListener.NONE)));
        }
        if (random.nextInt(2) == 0) { // and somebody deletes it at the same time
          begun.add(delete(cell, version));
        }
      }
      case 7 -> begun.add(override(cell, PATHS.get(random.nextInt(PATHS.size()))));
      case 8 -> {
        RelativePath path = PATHS.get(random.nextInt(PATHS.size()));
        begun.add(takesOverrideAway(cell, path + ""));
      }
      case 9, 10 -> {
        Version to = random.nextBoolean() ? someVersion(cell) : null;
        begun.add(
            begin(
                "rolls " + cell + " back to " + to,
                fleet -> new Commands(fleet).rollback(cell, to, null)));
      }
      case 11 ->
          begun.add(begin("restarts " + cell, fleet -> new Commands(fleet).restart(cell, null)));
      case 12 -> begun.add(begin("stops " + cell, fleet -> new Commands(fleet).stop(cell, null)));
      case 13 -> begun.add(begin("starts " + cell, fleet -> new Commands(fleet).start(cell, null)));
      case 14 ->
          begun.add(begin("removes " + cell, fleet -> new Commands(fleet).remove(cell, null)));
      case 15 -> begun.add(map(cell));
      case 16, 17 -> {
        Version version = someVersion(cell);
        for (int i = 0; i < times; i++) {
          begun.add(delete(cell, version));
        }
      }
      default -> {
        for (int i = 0; i < times; i++) {
          begun.add(begin("repairs", fleet -> new Doctor(fleet).repair()));
        }
      }
    }
    return begun;
  }

  /** A content becomes a version and goes to a cell. */
  Task deploy(CellRef cell, Version version, HashedTree tree) {
    ManifestId manifest = world.manifest(cell);
    return begin(
        "deploys " + version + " to " + cell,
        fleet -> {
          Deployments deployments = new Deployments(fleet);
          var _ =
              deployments.upload(
                  manifest, version, tree, Deployments.Mode.REPLACE, UploadListener.NONE);
          var _ = deployments.seal(manifest, version, null);
          var _ =
              new Publisher(fleet)
                  .publish(new PublishRequest(cell, version, false, null), PublishListener.NONE);
        });
  }

  /** The same with a content that is well. */
  Task deploysGood(CellRef cell, Version version) {
    return deploy(cell, version, trees.good());
  }

  Task takesOverrideAway(CellRef cell, String path) {
    return begin(
        "takes override " + path + " of " + cell + " away",
        fleet -> new Overrides(fleet).remove(cell, new RelativePath(path), null));
  }

  private Task delete(CellRef cell, Version version) {
    return begin(
        "deletes " + version + " of " + cell,
        fleet -> new Versions(fleet).delete(cell, version, null));
  }

  private Task override(CellRef cell, RelativePath path) {
    int content = random.nextInt(100);
    return begin(
        "overrides " + path + " of " + cell,
        fleet ->
            new Overrides(fleet)
                .set(cell, path, trees.override(content), Overrides.Attributes.NONE, null));
  }

  /** The cell is there, made anew if it was removed. */
  Task map(CellRef cell) {
    return begin(
        "makes " + cell,
        fleet -> new Cells(fleet).map(cell, world.manifest(cell), new TreeMap<>(), null));
  }

  Version nextVersion() {
    versions++;
    last = new Version("1." + versions);
    return last;
  }

  private Version someVersion(CellRef cell) {
    List<Version> committed = new ArrayList<>(world.ledger().rules().committed(cell).keySet());
    return committed.isEmpty() || random.nextInt(10) == 0
        ? new Version("1." + (1 + random.nextInt(versions + 1)))
        : committed.get(random.nextInt(committed.size()));
  }

  /** A command of an operator, in a process of its own. */
  Task begin(String what, Consumer<OpenFleet> command) {
    commands++;
    Program process =
        new Program(world, "operator " + commands, world.clockErrorOfAnOperator(commands));
    world.trace(process + " " + what);
    OpenFleet fleet =
        new OpenFleet(
            new DocumentStore(process.store()),
            process.clock(),
            process::newId,
            "somebody@" + commands % 3,
            point -> process.reaches("passes " + point.word()));
    return new Task(
        process,
        what,
        () -> {
          try {
            command.accept(fleet);
            process.trace("is done");
          } catch (Refusal | StoreException | DocumentException e) {
            process.trace("is told: " + e.getMessage());
          }
        });
  }
}
