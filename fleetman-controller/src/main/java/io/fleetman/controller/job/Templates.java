package io.fleetman.controller.job;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.layout.JobKeys;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.TemplateId;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fleet's job templates: those that somebody wrote, over those that come with the program. */
public final class Templates {
  private static final int SKIP = 50;

  private final OpenFleet fleet;

  /** Of this fleet. */
  public Templates(OpenFleet fleet) {
    this.fleet = fleet;
  }

  /** All of them, by name. */
  public List<JobTemplate> list() {
    SortedMap<TemplateId, JobTemplate> all = new TreeMap<>();
    Preinstalled.all().forEach(t -> all.put(t.template(), t));
    List<TemplateId> names = new ArrayList<>();
    for (var entry : Listing.level(fleet.objects(), JobKeys.templates()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.Template(var template)) {
        names.add(template);
      }
    }
    for (Read<JobTemplate> read : Parallel.map(names, this::read)) {
      read.found().ifPresent(t -> all.put(t.template(), t));
    }
    return all.values().stream().filter(t -> !t.deleted()).toList();
  }

  /** One of them. */
  public JobTemplate get(TemplateId template) {
    return find(template)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no template " + template + ": see 'fleetman template list'"));
  }

  /** One of them, if it is there. */
  public Optional<JobTemplate> find(TemplateId template) {
    return read(template).found().or(() -> Preinstalled.find(template)).filter(t -> !t.deleted());
  }

  /** Its revisions, the newest first; of a preinstalled one, the one there is. */
  public List<JobTemplate> revisions(TemplateId template) {
    List<Integer> numbers = new ArrayList<>();
    for (var entry :
        Listing.level(fleet.objects(), JobKeys.templateRevisions(template)).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null)
          instanceof KnownKey.TemplateRevision(var _, int revision)) {
        numbers.add(revision);
      }
    }
    List<JobTemplate> revisions = new ArrayList<>();
    Preinstalled.find(template).ifPresent(revisions::add);
    Parallel.map(
            numbers,
            n ->
                fleet
                    .documents()
                    .read(JobKeys.templateRevision(template, n), JobTemplate.class)
                    .found())
        .forEach(r -> r.ifPresent(revisions::add));
    revisions.sort(Comparator.comparingInt(JobTemplate::revision).reversed());
    return revisions;
  }

  /**
   * Makes or changes one; writes nothing if it is so already.
   *
   * @param seen the revision that was looked at; null: whatever there is
   * @throws Refusal.Conflict if there is another by now
   */
  public JobTemplate apply(
      TemplateId template,
      @Nullable String description,
      JobDocument document,
      @Nullable Integer seen,
      @Nullable String reason) {
    Read<JobTemplate> read = read(template);
    JobTemplate old = read.found().or(() -> Preinstalled.find(template)).orElse(null);
    if (seen != null && (old == null ? 0 : old.revision()) != seen) {
      throw changed(template);
    }
    if (old != null
        && !old.deleted()
        && old.document().equals(document)
        && Objects.equals(old.description(), description)) {
      return old;
    }
    return write(read, template, description, document, false, reason);
  }

  /** Takes one away; its revisions stay. */
  public void delete(TemplateId template, @Nullable String reason) {
    delete(template, null, reason);
  }

  /**
   * The same, for whoever looked at it.
   *
   * @param seen the revision that they saw; null: whichever that is
   * @throws Refusal.Conflict if it is another one by now, which stays as it is
   */
  public void delete(TemplateId template, @Nullable Integer seen, @Nullable String reason) {
    JobTemplate old = get(template);
    Read<JobTemplate> read = read(template);
    int now = read.found().map(JobTemplate::revision).orElse(old.revision());
    if (seen != null && now != seen) {
      throw changed(template);
    }
    var _ = write(read, template, old.description(), old.document(), true, reason);
  }

  private Read<JobTemplate> read(TemplateId template) {
    return fleet.documents().read(JobKeys.template(template), JobTemplate.class);
  }

  // The revision comes first, as for manifests: what names it comes after it.
  private JobTemplate write(
      Read<JobTemplate> read,
      TemplateId template,
      @Nullable String description,
      JobDocument document,
      boolean deleted,
      @Nullable String reason) {
    int first =
        read.found().or(() -> Preinstalled.find(template)).map(JobTemplate::revision).orElse(0) + 1;
    for (int revision = first; revision < first + SKIP; revision++) {
      JobTemplate next =
          new JobTemplate(template, revision, description, document, deleted, fleet.author(reason));
      String key = JobKeys.templateRevision(template, revision);
      if (fleet.documents().create(key, next, JobTemplate.class)
          instanceof WriteResult.Lost<JobTemplate>) {
        continue; // left by somebody who died before the template named it
      }
      if (fleet.documents().replace(JobKeys.template(template), next, JobTemplate.class, read)
          instanceof WriteResult.Lost<JobTemplate>) {
        throw changed(template);
      }
      return next;
    }
    throw changed(template);
  }

  private static Refusal changed(TemplateId template) {
    return new Refusal.Conflict(
        "template " + template + " was changed by somebody else: look at it, then change it again");
  }
}
