package io.fleetman.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.TestFleet;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobTemplate;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.layout.TemplateId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
  private static final TemplateId MINE = new TemplateId("mine");
  private static final TemplateId REBOOT = new TemplateId("reboot");
  private static final JobDocument ONE =
      JobDocument.of(Step.of("a", new StepInput.RunCommand(List.of("true"))));
  private static final JobDocument TWO =
      JobDocument.of(Step.of("b", new StepInput.RunCommand(List.of("false"))));

  @TempDir Path temp = Path.of("");
  private final TestFleet given = new TestFleet(temp);
  private final Templates templates = new Templates(given.fleet);

  @Test
  void sevenComeWithTheProgram() {
    assertThat(templates.list())
        .extracting(t -> t.template().value())
        .containsExactly(
            "backup-directory",
            "collect-logs",
            "health-check",
            "install-packages",
            "reboot",
            "restart-service",
            "update-config");
    assertThat(templates.list()).allSatisfy(t -> assertThat(t.description()).isNotBlank());
  }

  @Test
  void aTemplateIsMadeChangedAndTakenAway() {
    assertThat(templates.apply(MINE, "does it", ONE, null, null).revision()).isEqualTo(1);
    assertThat(templates.apply(MINE, "does it", ONE, null, null).revision()).isEqualTo(1);
    assertThat(templates.apply(MINE, "does it", TWO, 1, null).revision()).isEqualTo(2);

    assertThat(templates.get(MINE).document()).isEqualTo(TWO);
    assertThat(templates.revisions(MINE)).extracting(JobTemplate::revision).containsExactly(2, 1);
    templates.delete(MINE, null);
    assertThat(templates.find(MINE)).isEmpty();
    assertThat(templates.apply(MINE, null, ONE, null, null).revision()).isEqualTo(4);
  }

  @Test
  void whoeverSawAnOlderRevisionIsTold() {
    templates.apply(MINE, null, ONE, null, null);
    templates.apply(MINE, null, TWO, null, null);

    assertThatThrownBy(() -> templates.apply(MINE, null, ONE, 1, null))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("was changed by somebody else");
  }

  @Test
  void onesThatCameWithTheProgramAreEditedAndDeletedLikeOthers() {
    assertThat(templates.apply(REBOOT, "ours", ONE, 1, null).revision()).isEqualTo(2);
    assertThat(templates.revisions(REBOOT)).hasSize(2);
    templates.delete(REBOOT, null);

    assertThat(templates.list()).extracting(JobTemplate::template).doesNotContain(REBOOT);
    assertThatThrownBy(() -> templates.get(REBOOT)).hasMessageContaining("there is no template");
  }
}
