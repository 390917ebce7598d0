package io.fleetman.controller.portal.publish;

import io.fleetman.controller.portal.ChangeList;
import io.fleetman.controller.portal.publish.PublishPreview.Group;
import io.fleetman.controller.portal.publish.PublishPreview.Refused;
import io.fleetman.controller.publish.ChangePlan;
import io.fleetman.controller.publish.PublishRequest;
import io.fleetman.controller.publish.Publisher;
import io.fleetman.controller.publish.Publisher.Previewed;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Setting;
import io.fleetman.controller.tree.FileChange;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks what a publish would change on each cell, and puts together what is the same. */
final class PreviewMaker {
  private static final int WITH_LINES = 5;

  private PreviewMaker() {}

  private record Answer(CellRef cell, @Nullable Previewed found, @Nullable String refused) {}

  // Cells whose change is the same are shown once.
  private record Same(
      @Nullable Version from,
      Version to,
      List<FileChange> files,
      List<Setting> settings,
      boolean nothingToDo) {}

  static PublishPreview make(
      OpenFleet fleet,
      String id,
      String manifest,
      Version version,
      Set<CellRef> cells,
      boolean redeploy,
      String reason) {
    Publisher publisher = new Publisher(fleet);
    List<Answer> answers =
        Parallel.map(
            cells,
            cell -> {
              try {
                return new Answer(
                    cell,
                    publisher.previewed(new PublishRequest(cell, version, redeploy, null)),
                    null);
              } catch (Refusal refusal) {
                return new Answer(cell, null, refusal.getMessage());
              }
            });
    Map<Same, List<Previewed>> groups = new LinkedHashMap<>();
    List<Refused> refused = new ArrayList<>();
    for (Answer answer : answers) {
      Previewed found = answer.found();
      if (found == null) {
        refused.add(
            new Refused(
                answer.cell().toString(), Objects.requireNonNullElse(answer.refused(), "refused")));
      } else {
        ChangePlan plan = found.plan();
        Same same =
            new Same(
                plan.from(), plan.to(), plan.files(), plan.settings(), plan.nothingToDo() != null);
        groups.computeIfAbsent(same, _ -> new ArrayList<>()).add(found);
      }
    }
    return new PublishPreview(
        id,
        manifest,
        version.toString(),
        redeploy,
        reason,
        cells.stream().map(CellRef::toString).toList(),
        groups(fleet, groups.values()),
        refused);
  }

  // Lines are shown of the first groups alone, so that a page stays one.
  private static List<Group> groups(OpenFleet fleet, Collection<List<Previewed>> all) {
    List<Group> groups = new ArrayList<>();
    for (List<Previewed> same : all) {
      Previewed first = same.getFirst();
      groups.add(
          group(same, groups.size() < WITH_LINES ? first.lines(fleet)::of : ChangeList.Diffs.NONE));
    }
    return groups;
  }

  private static Group group(List<Previewed> same, ChangeList.Diffs diffs) {
    ChangePlan plan = same.getFirst().plan();
    return new Group(
        same.stream().map(p -> p.plan().cell().toString()).toList(),
        plan.from() == null ? "nothing" : plan.from().toString(),
        plan.to().toString(),
        Objects.requireNonNullElse(plan.nothingToDo(), ""),
        ChangeList.of(plan.files(), plan.settings(), diffs));
  }
}
