package io.fleetman.controller.deploy;

import io.fleetman.controller.cell.Cells;
import io.fleetman.controller.cell.Mapped;
import io.fleetman.controller.deployment.Deployments;
import io.fleetman.controller.deployment.SealPlan;
import io.fleetman.controller.deployment.SealResult;
import io.fleetman.controller.manifest.Applied;
import io.fleetman.controller.manifest.CellEntry;
import io.fleetman.controller.manifest.Definition;
import io.fleetman.controller.manifest.Manifests;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.controller.tree.HashedTree;
import io.fleetman.controller.tree.LocalFile;
import io.fleetman.document.DeploymentDocument;
import io.fleetman.document.DeploymentState;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.ManifestId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A folder with a {@code fleetman.yaml} becomes a running service. */
public final class DeployService {
  private final OpenFleet fleet;
  private final Function<Path, Optional<String>> gitDescribe;
  private final Manifests manifests;
  private final Deployments deployments;
  private final Cells cells;
  private final Publisher publisher;

  /**
   * In this fleet.
   *
   * @param gitDescribe what {@code git describe --tags --always --dirty} says of a folder; empty if
   *     it is no repository
   */
  public DeployService(OpenFleet fleet, Function<Path, Optional<String>> gitDescribe) {
    this.fleet = fleet;
    this.gitDescribe = gitDescribe;
    this.manifests = new Manifests(fleet);
    this.deployments = new Deployments(fleet);
    this.cells = new Cells(fleet);
    this.publisher = new Publisher(fleet);
  }

  /**
   * Looks at folder and fleet; writes nothing.
   *
   * @throws Refusal with everything that would fail later
   */
  public DeployPlan prepare(Path folder, DeployOptions options) {
    String text = ServiceFile.text(folder);
    Definition.Service service =
        ServiceFile.parse(folder.resolve(ServiceFile.NAME).toString(), text);
    HashedTree tree = HashedTree.of(FileTree.scan(folder, service.spec().files()));
    SealPlan seal = SealPlan.of(service.spec(), tree.index());
    List<String> problems = seal.problems(service.spec(), texts(tree, seal.templates()));
    if (!problems.isEmpty()) {
      throw new Refusal.Invalid(problems);
    }
    Version given = options.version();
    Versioning versioning =
        given == null
            ? Versioning.of(gitDescribe.apply(folder), seal.digest())
            : new Versioning(given, "given");
    Version version = versioning.version();
    ManifestId manifest = service.manifest();
    DeploymentDocument existing = existing(manifest, version, seal.digest());
    boolean sealed = existing != null && existing.state() == DeploymentState.SEALED;
    List<TreeEntry> missing = sealed ? List.of() : missing(tree, existing);
    return new DeployPlan(
        service,
        text,
        version,
        versioning.from(),
        seal.digest(),
        tree,
        sealed,
        missing.size(),
        missing.stream().mapToLong(TreeEntry::size).sum(),
        manifests.preview(manifest, service.spec()),
        cellPlans(service, wouldBe(service, version, seal), options.redeploy()));
  }

  /**
   * Does what the plan says: manifest, cells, upload, seal, publish. Done again after a failure it
   * goes on where it was.
   *
   * @return an outcome for each cell, to be followed
   * @throws Refusal if the folder or the fleet is no longer as it was when the plan was made
   */
  public List<Outcome> execute(DeployPlan plan, DeployOptions options, DeployListener listener) {
    ManifestId manifest = plan.service().manifest();
    // another way to write the same is no reason for a revision with every deployment
    boolean changes = plan.manifest().change() != Applied.Change.UNCHANGED;
    var _ =
        manifests.apply(
            manifest, plan.service().spec(), changes ? plan.text() : null, options.reason());
    if (!plan.sealed()) {
      var _ =
          deployments.upload(
              manifest, plan.version(), plan.tree(), Deployments.Mode.REPLACE, listener);
      SealResult sealed = deployments.seal(manifest, plan.version(), options.reason());
      if (!plan.digest().equals(sealed.deployment().digest())) {
        throw new Refusal.Conflict(
            manifest
                + " "
                + plan.version()
                + " was changed or sealed by somebody else at the same time: deploy again");
      }
    }
    for (DeployPlan.CellPlan cell : plan.cells()) {
      var document = cell.mapping().cell();
      var _ = cells.map(document.ref(), manifest, document.variables(), options.reason());
    }
    List<PublishRequest> requests =
        plan.cells().stream()
            .map(
                c ->
                    new PublishRequest(
                            c.mapping().cell().ref(),
                            plan.version(),
                            options.redeploy(),
                            options.reason())
                        .after(c.changes()))
            .toList();
    return publisher.publishAll(requests, listener);
  }

  private @Nullable DeploymentDocument existing(
      ManifestId manifest, Version version, String digest) {
    DeploymentDocument existing = deployments.find(manifest, version).orElse(null);
    if (existing == null) {
      deployments.refuseClash(manifest, version);
      return null;
    }
    return switch (existing.state()) {
      case DRAFT -> existing;
      case SEALED -> {
        if (!digest.equals(existing.digest())) {
          throw new Refusal.Invalid(
              manifest
                  + " "
                  + version
                  + " is sealed with other content: deploy under another --version, or commit and"
                  + " tag what you changed");
        }
        yield existing;
      }
      case RECYCLED, PURGED ->
          throw new Refusal.Invalid(
              manifest + " " + version + " was deleted: deploy under another --version");
    };
  }

  private List<DeployPlan.CellPlan> cellPlans(
      Definition.Service service, DeploymentDocument deployment, boolean redeploy) {
    List<CellEntry> wanted = service.cells();
    if (wanted.isEmpty()) {
      wanted =
          cells.list().stream()
              .filter(c -> c.manifest().equals(service.manifest()))
              .map(c -> new CellEntry(c.node(), c.cell(), c.variables()))
              .toList();
    }
    if (wanted.isEmpty()) {
      throw new Refusal.Invalid(
          "cells is missing: name at least one, such as - node: node-1, so that it runs somewhere");
    }
    return wanted.stream().map(c -> cellPlan(c, deployment, redeploy)).toList();
  }

  private DeployPlan.CellPlan cellPlan(
      CellEntry cell, DeploymentDocument deployment, boolean redeploy) {
    Mapped mapped = cells.preview(cell.ref(), deployment.manifest(), cell.variables());
    return new DeployPlan.CellPlan(mapped, publisher.preview(mapped.cell(), deployment, redeploy));
  }

  private DeploymentDocument wouldBe(Definition.Service service, Version version, SealPlan seal) {
    return new DeploymentDocument(
        service.manifest(),
        version,
        DeploymentState.SEALED,
        service.spec(),
        null,
        seal.digest(),
        seal.files(),
        null,
        fleet.author(null));
  }

  private static List<TreeEntry> missing(HashedTree tree, @Nullable DeploymentDocument draft) {
    SortedMap<RelativePath, TreeEntry> has =
        draft == null ? Collections.emptySortedMap() : draft.files();
    return tree.index().entrySet().stream()
        .filter(e -> e.getValue().type() != FileType.FOLDER)
        .filter(
            e -> {
              TreeEntry old = has.get(e.getKey());
              return old == null || !Objects.equals(old.sha256(), e.getValue().sha256());
            })
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Map<RelativePath, byte[]> texts(HashedTree tree, List<RelativePath> templates) {
    Map<RelativePath, byte[]> texts = new TreeMap<>();
    for (RelativePath path : templates) {
      LocalFile file = Objects.requireNonNull(tree.tree().files().get(path));
      try {
        texts.put(path, Files.readAllBytes(file.file()));
      } catch (IOException e) {
        throw new Refusal.Invalid(file.file() + " cannot be read: " + e.getMessage());
      }
    }
    return texts;
  }
}
