package io.fleetman.controller.publish;

import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.LineDiffs;
import io.fleetman.document.CellDocument;
import io.fleetman.document.CellStatus;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.Desired;
import io.fleetman.document.Limits;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.OverridesDocument;
import io.fleetman.document.ResourceProfileDocument;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TreeEntry;
import io.fleetman.document.TriggerDocument;
import io.fleetman.killpoint.KillPoint;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.fleetman.store.Read;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes snapshots and points triggers at them. */
public final class Publisher {
  /** They share the copies; more of them would only wait for each other. */
  private static final int CELLS_AT_ONCE = 4;

  private final OpenFleet fleet;
  private final Triggers triggers;
  private final Marks marks;

  /** In this fleet. */
  public Publisher(OpenFleet fleet) {
    this.fleet = fleet;
    this.triggers = new Triggers(fleet);
    this.marks = new Marks(fleet);
  }

  /** What {@link #publish} would change; writes nothing. */
  public ChangePlan preview(PublishRequest request) {
    return previewed(request).plan();
  }

  /**
   * A plan with the trees that it is about.
   *
   * @param from the files now; none if there is nothing
   * @param to the files then; what is not copied yet is where it would be copied from
   */
  public record Previewed(
      ChangePlan plan,
      SortedMap<RelativePath, TreeEntry> from,
      SortedMap<RelativePath, TreeEntry> to) {
    static Previewed of(
        CellRef cell,
        SnapshotMark.@Nullable Snapshot from,
        SnapshotMark.Snapshot to,
        @Nullable String nothingToDo) {
      return new Previewed(
          ChangePlan.between(cell, from, to, nothingToDo),
          from == null ? Collections.emptySortedMap() : from.files(),
          to.files());
    }

    /** The same without the trees: no line of it can be shown. */
    public Previewed planOnly() {
      return new Previewed(plan, Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    /** What changes line by line. */
    public LineDiffs lines(OpenFleet fleet) {
      return new LineDiffs(fleet.objects(), from, to);
    }
  }

  /** The same as {@link #preview}, with the trees. */
  public Previewed previewed(PublishRequest request) {
    TriggerDocument trigger = triggers.read(request.cell()).found().orElse(null);
    CellDocument cell = cell(request.cell());
    DeploymentDocument deployment = deployment(cell, request.version()).orElse(null);
    if (deployment != null) {
      return previewed(cell, deployment, request.redeploy());
    }
    SnapshotMark.Snapshot mark = existing(cell, request.version());
    return Previewed.of(
        cell.ref(),
        present(cell.ref(), trigger),
        mark,
        nothingToDo(cell, trigger, mark.version(), request.redeploy()));
  }

  /** The same for a cell and a deployment as they would be, whether they are written yet or not. */
  public ChangePlan preview(CellDocument cell, DeploymentDocument deployment, boolean redeploy) {
    return previewed(cell, deployment, redeploy).plan();
  }

  private Previewed previewed(CellDocument cell, DeploymentDocument deployment, boolean redeploy) {
    TriggerDocument trigger = triggers.read(cell.ref()).found().orElse(null);
    SnapshotPlan plan = plan(cell, deployment);
    Marks.Place place = marks.place(plan, retired(trigger));
    SnapshotMark.Snapshot mark = plan.mark(place.version(), plan.files(), fleet.author(null));
    return Previewed.of(
        cell.ref(),
        present(cell.ref(), trigger),
        mark,
        place instanceof Marks.Place.Made
            ? nothingToDo(cell, trigger, place.version(), redeploy)
            : null);
  }

  /**
   * Publishes to one cell: the snapshot is made if there is none with the same inputs, then the
   * trigger is swapped from what it was before all that (invariant 3).
   *
   * @throws Refusal if it cannot be, or somebody was faster
   * @throws io.fleetman.store.StoreException if the store failed; the trigger is as it was
   */
  public Outcome publish(PublishRequest request, PublishListener listener) {
    return publish(request, listener, Parallel.COPIES);
  }

  private Outcome publish(PublishRequest request, PublishListener listener, int copiesAtOnce) {
    Read<TriggerDocument> read = triggers.read(request.cell());
    TriggerDocument trigger = read.found().orElse(null);
    String command = request.commandId();
    if (trigger != null && command != null && trigger.recent().contains(command)) {
      triggers.ringIfUnheard(request.cell(), trigger, n -> listener.note(request.cell(), n));
      return new Outcome.NothingToDo(
          request.cell(),
          "cell " + request.cell() + " was told so by this very publish",
          trigger.version(),
          trigger.id(),
          sequence(trigger));
    }
    CellDocument cell = cell(request.cell());
    fleet.passed(KillPoint.PUBLISH_BEGUN);
    SnapshotMaker maker = new SnapshotMaker(fleet, listener, copiesAtOnce);
    Version version = committed(cell, request.version(), retired(trigger), maker);
    fleet.passed(KillPoint.PUBLISH_MARKED);
    String done = nothingToDo(cell, trigger, version, request.redeploy());
    if (done != null && trigger != null) {
      triggers.ringIfUnheard(cell.ref(), trigger, note -> listener.note(cell.ref(), note));
      return new Outcome.NothingToDo(cell.ref(), done, version, trigger.id(), sequence(trigger));
    }
    PublishRequest.Seen seen = request.seen();
    if (seen != null && !Objects.equals(seen.version(), told(cell.ref(), trigger))) {
      throw new Refusal.Conflict(
          "cell "
              + cell.ref()
              + " was told something else since you looked at what changes: look again, then try"
              + " again");
    }
    Outcome.Sent sent =
        triggers.swap(
            cell.ref(),
            read,
            new Triggers.Wish(
                "publish",
                cell.uid(),
                Desired.RUNNING,
                version,
                true,
                false,
                request.reason(),
                command),
            note -> listener.note(cell.ref(), note));
    if (trigger == null) {
      takeBackUnlessThere(cell, sent, listener);
    }
    return sent;
  }

  // Whoever removes a cell swaps its trigger from what they read; before the first publish there is
  // none, and nothing that this one could have lost against.
  private void takeBackUnlessThere(CellDocument cell, Outcome.Sent sent, PublishListener listener) {
    boolean there =
        fleet
            .documents()
            .read(Keys.cell(cell.ref()), CellDocument.class)
            .found()
            .filter(c -> !c.removed() && c.uid().equals(cell.uid()))
            .isPresent();
    if (there) {
      return;
    }
    Read<TriggerDocument> now = triggers.read(cell.ref());
    if (now.found().filter(t -> t.id().equals(sent.triggerId())).isPresent()) {
      var _ =
          triggers.swap(
              cell.ref(),
              now,
              new Triggers.Wish(
                  "remove",
                  cell.uid(),
                  Desired.REMOVED,
                  null,
                  false,
                  false,
                  "removed while it was published",
                  null),
              note -> listener.note(cell.ref(), note));
    }
    throw new Refusal.Conflict(
        "cell " + cell.ref() + " was removed at the same time: apply it anew, then publish again");
  }

  /** Publishes to several cells; one that fails does not stop the others. */
  public List<Outcome> publishAll(List<PublishRequest> requests, PublishListener listener) {
    int copiesEach = Parallel.COPIES / Math.clamp(requests.size(), 1, CELLS_AT_ONCE);
    return Parallel.map(
        requests,
        CELLS_AT_ONCE,
        request -> {
          listener.begins(request.cell());
          Outcome outcome =
              Commands.attempt(request.cell(), _ -> publish(request, listener, copiesEach));
          listener.ended(request.cell());
          return outcome;
        });
  }

  /** What differs between two snapshots of a cell. Pure. */
  public static ChangePlan between(SnapshotMark.Snapshot from, SnapshotMark.Snapshot to) {
    return ChangePlan.between(new CellRef(to.node(), to.cell()), from, to, null);
  }

  static long sequence(TriggerDocument trigger) {
    Long sequence = trigger.sequence();
    return sequence == null ? 0 : sequence;
  }

  /** A committed snapshot for what was asked for, made now if there is none. */
  private Version committed(
      CellDocument cell, Version wanted, List<Version> retired, SnapshotMaker maker) {
    DeploymentDocument deployment = deployment(cell, wanted).orElse(null);
    if (deployment == null) {
      Version version = existing(cell, wanted).version();
      if (retired.contains(version)) {
        throw new Refusal.Invalid("version " + version + " of " + cell.ref() + " was deleted");
      }
      return version;
    }
    SnapshotPlan plan = plan(cell, deployment);
    return switch (marks.place(plan, retired)) {
      case Marks.Place.Made made -> made.version();
      case Marks.Place.Free free -> maker.make(plan, free);
    };
  }

  private SnapshotPlan plan(CellDocument cell, DeploymentDocument deployment) {
    OverridesDocument overrides =
        fleet
            .documents()
            .read(Keys.overrides(cell.ref()), OverridesDocument.class)
            .found()
            .filter(o -> o.isOf(cell.uid()))
            .orElse(null);
    return SnapshotPlan.of(cell, deployment, overrides, limits(deployment.spec()));
  }

  private @Nullable Limits limits(@Nullable ManifestSpec spec) {
    String name = spec == null ? null : spec.resourceProfile();
    if (name == null) {
      return null;
    }
    return fleet
        .documents()
        .read(Keys.resourceProfile(name), ResourceProfileDocument.class)
        .found()
        .filter(p -> !p.deleted())
        .map(ResourceProfileDocument::limits)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "resourceProfile: there is no '" + name + "': apply it first"));
  }

  private CellDocument cell(CellRef ref) {
    return fleet
        .documents()
        .read(Keys.cell(ref), CellDocument.class)
        .found()
        .filter(c -> !c.removed())
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no cell " + ref + ": name it under cells, or apply it"));
  }

  /** The deployment of that version, if it may be published. */
  private Optional<DeploymentDocument> deployment(CellDocument cell, Version version) {
    return fleet
        .documents()
        .read(Keys.deployment(cell.manifest(), version), DeploymentDocument.class)
        .found()
        .filter(d -> d.state() == DeploymentState.DRAFT || d.state() == DeploymentState.SEALED);
  }

  private SnapshotMark.Snapshot existing(CellDocument cell, Version version) {
    return switch (marks.read(cell.ref(), version).found().orElse(null)) {
      case SnapshotMark.Snapshot s -> {
        Marks.refuseStranger(cell, s);
        yield s;
      }
      case SnapshotMark.Deleted _ ->
          throw new Refusal.Invalid("version " + version + " of " + cell.ref() + " was deleted");
      case SnapshotMark.Aborted _ -> throw unknown(cell, version);
      case null -> throw unknown(cell, version);
    };
  }

  private static Refusal unknown(CellDocument cell, Version version) {
    return new Refusal.NotFound(
        "there is no sealed deployment "
            + version
            + " of "
            + cell.manifest()
            + ", and no such version on "
            + cell.ref()
            + ": upload and seal it first");
  }

  private SnapshotMark.@Nullable Snapshot present(CellRef cell, @Nullable TriggerDocument trigger) {
    Version version =
        trigger == null || trigger.desired() == Desired.REMOVED ? null : trigger.version();
    return version != null
            && marks.read(cell, version).found().orElse(null) instanceof SnapshotMark.Snapshot s
        ? s
        : null;
  }

  private @Nullable Version told(CellRef cell, @Nullable TriggerDocument trigger) {
    SnapshotMark.Snapshot present = present(cell, trigger);
    return present == null ? null : present.version();
  }

  private static List<Version> retired(@Nullable TriggerDocument trigger) {
    return trigger == null ? List.of() : trigger.retired();
  }

  private @Nullable String nothingToDo(
      CellDocument cell, @Nullable TriggerDocument trigger, Version version, boolean redeploy) {
    boolean already =
        !redeploy
            && trigger != null
            && trigger.desired() == Desired.RUNNING
            && version.equals(trigger.version())
            && (trigger.cellUid() == null || trigger.cellUid().equals(cell.uid()));
    if (!already) {
      return null;
    }
    CellStatus status = triggers.status(cell.ref());
    boolean failed =
        status != null
            && trigger != null
            && status.deployId().equals(trigger.deployId())
            && status.state().isEnd()
            && !status.state().isSuccess();
    return "cell "
        + cell.ref()
        + " is told to be at "
        + version
        + " already"
        + (failed && status != null
            ? ", which came to " + status.state() + "; --redeploy tries it again"
            : "");
  }
}
