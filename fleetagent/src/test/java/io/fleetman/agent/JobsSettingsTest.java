package io.fleetman.agent;

import static io.fleetman.agent.ConfiguredAgent.await;
import static io.fleetman.agent.ConfiguredAgent.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.codec.Json;
import io.fleetman.document.Author;
import io.fleetman.job.ExecutionMark;
import io.fleetman.job.InboxEntry;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.NodeStatus;
import io.fleetman.job.Policies;
import io.fleetman.job.Step;
import io.fleetman.job.StepInput;
import io.fleetman.job.Verdict;
import io.fleetman.layout.ExecutionId;
import io.fleetman.layout.Ids;
import io.fleetman.layout.JobKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs may do on a node, by its configuration; with real processes. */
class JobsSettingsTest {
  @TempDir Path folder;
  private ConfiguredAgent agent;

  @BeforeEach
  void begin() {
    agent = new ConfiguredAgent(folder);
  }

  @AfterEach
  void end() {
    agent.close();
  }

  private static Step command(String... words) {
    return Step.of("it", new StepInput.RunCommand(List.of(words)));
  }

  private static Step sh(String line) {
    return command("/bin/sh", "-c", line);
  }

  private ExecutionId submit(Step step, JobPolicy policy) {
    Instant now = Instant.now();
    ExecutionId id = new ExecutionId(Ids.ordered(now));
    ExecutionMark.Execution mark =
        new ExecutionMark.Execution(
            id,
            "test",
            null,
            JobDocument.of(step),
            new TreeMap<>(),
            List.of(agent.node()),
            null,
            policy,
            null,
            new Author("ada", now, null));
    agent.bucket.plant(JobKeys.execution(id), Json.write((ExecutionMark) mark));
    agent.bucket.plant(JobKeys.inbox(agent.node(), id), Json.write(new InboxEntry(id)));
    agent.rings();
    return id;
  }

  private Verdict ended(ExecutionId id) {
    return await(
        "the verdict of " + id,
        () -> agent.documents.read(JobKeys.verdict(id, agent.node(), 1), Verdict.class).found());
  }

  private Verdict run(Step step) {
    return ended(submit(step, JobPolicy.DEFAULT));
  }

  private void rejects(Step step, String why) {
    Verdict verdict = run(step);
    assertThat(verdict.status()).isEqualTo(NodeStatus.REJECTED);
    assertThat(verdict.reason()).contains(why);
  }

  private void does(Step step) {
    Verdict verdict = run(step);
    assertThat(verdict.status()).as("%s", verdict.reason()).isEqualTo(NodeStatus.SUCCEEDED);
  }

  @Test
  @EffectOf("jobs.enabled")
  void aNodeMayRunNoJobs() throws Exception {
    agent.set("jobs.enabled", false).start();
    rejects(command("true"), "jobs.enabled is false");
  }

  @Test
  @EffectOf("jobs.step_types")
  void onlyListedTypesOfStepsAreRun() throws Exception {
    agent.set("jobs.step_types", List.of("runScript", "reboot")).start();
    rejects(command("true"), "of type runCommand, which jobs.step_types does not allow");
    does(Step.of("it", new StepInput.RunScript("/bin/sh", "true", null, List.of())));
  }

  @Test
  @EffectOf("jobs.users")
  void stepsRunOnlyAsListedUsers() throws Exception {
    agent.set("jobs.users", List.of("nobody-else")).start();
    rejects(command("true"), "which jobs.users does not allow on this node");
    agent.stop();
    agent.set("jobs.users", List.of("nobody-else", System.getProperty("user.name"))).start();
    does(command("true"));
  }

  @Test
  @EffectOf("jobs.commands")
  void onlyListedCommandsAreRun() throws Exception {
    agent.set("jobs.commands", List.of("echo 'a b'")).start();
    does(command("echo", "a b", "c"));
    rejects(command("echo", "a"), "jobs.commands does not allow");
  }

  @Test
  @EffectOf("jobs.folder")
  void attemptsHaveTheirFoldersBelowTheJobsFolder() throws Exception {
    agent.set("jobs.folder", agent.at("work")).start();
    does(sh("echo here >file"));
    assertThat(attempts("work")).singleElement().satisfies(a -> isHere(a.resolve("work/file")));
  }

  private static void isHere(Path file) {
    assertThat(file).hasContent("here");
  }

  private List<Path> attempts(String jobs) {
    Path all = folder.resolve(jobs).resolve(agent.node().value());
    List<Path> found = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(all)) {
      folders.forEach(found::add);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  @Test
  @EffectOf("jobs.handler_folder")
  void handlersAreFoundInTheirFolder() throws Exception {
    Path handler = Files.createDirectories(folder.resolve("mine")).resolve("h.sh");
    Files.writeString(handler, "#!/bin/sh\ntouch '" + agent.at("handled") + "'\n");
    Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwx------"));
    agent.set("jobs.handler_folder", agent.at("mine")).start();
    does(Step.of("it", new StepInput.RunHandler("h.sh", List.of(), "default")));
    assertThat(folder.resolve("handled")).exists();
  }

  @Test
  @EffectOf("jobs.at_once")
  void soManyJobsThatAskForItRunBesideEachOther() throws Exception {
    // Each waits until two are there, and notes how many are beside it.
    String meet =
        """
        cd '%s' && touch in-$$ && until [ "$(ls in-* past-* 2>/dev/null | wc -l)" -ge 2 ]; do
          sleep 0.05
        done
        sleep 0.3; ls in-* | wc -l >>counts; mv in-$$ past-$$
        """
            .formatted(folder);
    agent.set("jobs.at_once", 2).start();
    List<ExecutionId> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(submit(sh(meet), parallel()));
    }
    for (ExecutionId id : all) {
      assertThat(ended(id).status()).isEqualTo(NodeStatus.SUCCEEDED);
    }
    assertThat(Files.readAllLines(folder.resolve("counts")))
        .extracting(String::strip)
        .contains("2")
        .allMatch(count -> Integer.parseInt(count) <= 2);
  }

  private static JobPolicy parallel() {
    return Policies.with(Map.of("parallel", true));
  }

  @Test
  @EffectOf("jobs.poll_interval")
  void theDoorbellIsLookedAtMoreOftenWhileAJobRuns() throws Exception {
    agent.set("poll_interval", "3s").set("jobs.poll_interval", "100ms").start();
    ExecutionId id =
        submit(sh("until [ -e '" + agent.at("go") + "' ]; do sleep 0.1; done"), JobPolicy.DEFAULT);
    until("it runs", () -> Files.exists(folder.resolve("jobs/n1")));
    agent.bucket.forgetRequests();
    agent.polls(60); // at the pace of an idle node it would be three minutes
    Files.createFile(folder.resolve("go"));
    ended(id);
  }

  @Test
  @EffectOf("jobs.max_timeout")
  void noAttemptRunsLongerThanTheNodeLetsIt() throws Exception {
    agent.set("jobs.max_timeout", "1s").start();
    assertThat(run(command("sleep", "600")).status()).isEqualTo(NodeStatus.TIMED_OUT);
  }

  @Test
  @EffectOf("jobs.output_limit")
  void noAttemptKeepsMoreOutputThanTheNodeLetsIt() throws Exception {
    agent.set("jobs.output_limit", "1000").start();
    Verdict verdict = run(sh("yes 123456789 | head -c 5000"));
    assertThat(verdict.output().stdout()).isEqualTo(1000);
    assertThat(verdict.output().dropped()).isEqualTo(4000);
  }

  @Test
  @EffectOf("jobs.limits")
  void systemdIsToldTheLimitsAndWithoutOneNothingIsStarted() throws Exception {
    agent.set("jobs.limits.memory", "64M").set("jobs.limits.tasks", 7);
    agent.set("jobs.limits.cpu", "50%").start();
    Verdict without = run(sh("touch '" + agent.at("never") + "'"));
    assertThat(without.status()).isEqualTo(NodeStatus.FAILED);
    assertThat(without.reason()).contains("only systemd enforces jobs.limits");
    assertThat(folder.resolve("never")).doesNotExist();
    agent.stop();

    agent.set(
        "systemd.systemctl_path", agent.program("systemctl", "*Version*) echo 252;;\n*) exit 1;;"));
    agent.program("systemd-run", "*) echo refused; exit 1;;");
    agent.start();
    run(sh("true"));
    assertThat(agent.calls())
        .filteredOn(call -> call.startsWith("systemd-run "))
        .singleElement()
        .asString()
        .contains("MemoryMax=67108864 ", "TasksMax=7 ", "CPUQuota=50% ");
  }

  @Test
  @EffectOf("jobs.keep")
  void soManyAttemptsFoldersStay() throws Exception {
    agent.set("jobs.keep", 2).start();
    for (int i = 0; i < 4; i++) {
      does(command("true"));
    }
    until("two are left", () -> attempts("jobs").size() == 2);
  }

  @Test
  @EffectOf("jobs.keep_for")
  void attemptsFoldersStayForSoLong() throws Exception {
    agent.set("jobs.keep_for", "1h").start();
    does(command("true"));
    does(command("true"));
    assertThat(attempts("jobs")).hasSize(2);
    for (Path attempt : attempts("jobs")) {
      Files.setLastModifiedTime(attempt, FileTime.from(Instant.now().minusSeconds(7200)));
    }
    does(command("true"));
    until("the old ones are gone", () -> attempts("jobs").size() == 1);
  }
}
