package io.fleetman.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyParserTest {
  private static final NodeId NODE = new NodeId("node-1");
  private static final CellRef CELL = CellRef.parse("node-1/web.b");
  private static final ManifestId WEB = new ManifestId("web");
  private static final Version V = new Version("1.2+Build.5");
  private static final RelativePath PATH = new RelativePath("bin/a b/ü+%.txt");
  private static final UserId ADA = new UserId("ada");
  private static final String ATTEMPT = "20261121t094512-7f3a9c01be44";

  private static Map<String, KnownKey> everyKey() {
    Map<String, KnownKey> keys = new LinkedHashMap<>();
    keys.put(Keys.FLEET, new KnownKey.Fleet());
    keys.put(Keys.manifest(WEB), new KnownKey.Manifest(WEB));
    keys.put(Keys.manifestRevision(WEB, 12), new KnownKey.ManifestRevision(WEB, 12));
    keys.put(Keys.resourceProfile("small"), new KnownKey.ResourceProfile("small"));
    keys.put(Keys.deployment(WEB, V), new KnownKey.Deployment(WEB, V));
    keys.put(
        Keys.deploymentFile(WEB, V, ATTEMPT, PATH),
        new KnownKey.DeploymentFile(WEB, V, ATTEMPT, PATH));
    keys.put(Keys.cell(CELL), new KnownKey.Cell(CELL));
    keys.put(Keys.overrides(CELL), new KnownKey.Overrides(CELL));
    keys.put(
        Keys.overrideFile(CELL, ATTEMPT, PATH), new KnownKey.OverrideFile(CELL, ATTEMPT, PATH));
    keys.put(Keys.snapshot(CELL, V), new KnownKey.Snapshot(CELL, V));
    keys.put(
        Keys.snapshotFile(CELL, V, ATTEMPT, PATH),
        new KnownKey.SnapshotFile(CELL, V, ATTEMPT, PATH));
    keys.put(Keys.trigger(CELL), new KnownKey.Trigger(CELL));
    keys.put(Keys.status(CELL), new KnownKey.Status(CELL));
    keys.put(Keys.history(CELL, ATTEMPT), new KnownKey.History(CELL, ATTEMPT));
    keys.put(Keys.heartbeat(NODE), new KnownKey.Heartbeat(NODE));
    keys.put(Keys.report(NODE), new KnownKey.Report(NODE));
    keys.put(Keys.doorbell(NODE), new KnownKey.Doorbell(NODE));
    keys.put(Keys.audit(ATTEMPT), new KnownKey.Audit(ATTEMPT));
    keys.put(Keys.apiRequest("0a1b"), new KnownKey.ApiRequest("0a1b"));
    keys.put(Keys.publish(ATTEMPT), new KnownKey.Publish(ATTEMPT));
    keys.put(Keys.operation(ATTEMPT), new KnownKey.Operation(ATTEMPT));
    keys.put(Keys.user(ADA), new KnownKey.User(ADA));
    keys.put(Keys.token("0123456789ab"), new KnownKey.Token("0123456789ab"));
    keys.put(Keys.staging(), new KnownKey.Staging());
    keys.put(Keys.stagingFile(ATTEMPT, PATH), new KnownKey.StagingFile(ATTEMPT, PATH));
    keys.putAll(everyKeyOfJobs());
    return keys;
  }

  private static Map<String, KnownKey> everyKeyOfJobs() {
    ExecutionId run = new ExecutionId(ATTEMPT);
    TemplateId reboot = new TemplateId("reboot");
    Map<String, KnownKey> keys = new LinkedHashMap<>();
    keys.put(JobKeys.template(reboot), new KnownKey.Template(reboot));
    keys.put(JobKeys.templateRevision(reboot, 2), new KnownKey.TemplateRevision(reboot, 2));
    keys.put(JobKeys.request("0f"), new KnownKey.JobRequest("0f"));
    keys.put(JobKeys.execution(run), new KnownKey.Execution(run));
    keys.put(JobKeys.progress(run, NODE, 1), new KnownKey.JobProgress(run, NODE, 1));
    keys.put(JobKeys.logChunk(run, NODE, 1, 12), new KnownKey.LogChunk(run, NODE, 1, 12));
    keys.put(JobKeys.inbox(NODE, run), new KnownKey.Inbox(NODE, run));
    keys.put(JobKeys.abort(run), new KnownKey.Abort(run));
    keys.put(JobKeys.follow(run), new KnownKey.Follow(run));
    keys.put(JobKeys.cancel(run, NODE), new KnownKey.Cancel(run, NODE));
    keys.put(JobKeys.claim(run, NODE, 1), new KnownKey.Claim(run, NODE, 1));
    keys.put(JobKeys.slot(run, 0, 10), new KnownKey.Slot(run, 0, 10));
    keys.put(JobKeys.verdict(run, NODE, 3), new KnownKey.Verdict(run, NODE, 3));
    return keys;
  }

  @Test
  void everyKeyIsReadBackAsWhatItNames() {
    everyKey().forEach((key, known) -> assertThat(KeyParser.parse(key)).as(key).contains(known));
  }

  @Test
  void everyKindOfKeyIsAmongThem() {
    Set<Class<?>> tried =
        everyKey().values().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(tried)
        .containsExactlyInAnyOrder(
            Arrays.stream(KnownKey.class.getPermittedSubclasses()).toArray(Class<?>[]::new));
  }

  @Test
  void noKeyIsAFolderOfAnother() {
    Set<String> keys = everyKey().keySet();
    assertThat(keys)
        .allSatisfy(key -> assertThat(keys).noneMatch(other -> other.startsWith(key + "/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "fleet.json/x",
        "audit/2026-11-22/20261121t094512-7f3a9c01be44.json",
        "audit/20261121t094512-7f3a9c01be44.json",
        "access/users/Ada.json",
        "access/ada.json",
        "staging/other.json",
        "manifests/",
        "manifests/web",
        "manifests/Web.json",
        "manifests/web/revisions/x.json",
        "manifests/web/revisions/01.json",
        "manifests/web/revisions/+1.json",
        "manifests/web/revisions/0.json",
        "manifests/web/revisions/-1.json",
        "manifests/web.json/revisions/1.json",
        "manifests/web.json.json",
        "jobs/templates/reboot.json.json",
        "manifests/web/revisions/99999999999.json",
        "manifests/web/other/1.json",
        "deployments/web/1",
        "deployments/web/1/other.json",
        "deployments/web/1/attempt/../x",
        "cells/node-1/web",
        "cells/node-1/web/",
        "cells/node-1/web/trigger.json.tmp",
        "cells/node-1/web/trigger.json/x",
        "cells/node-1/web/trigger.json-0b7c",
        "cells/../web/trigger.json",
        "cells/node-1//trigger.json",
        "cells/node-1/web/versions/1/manifest.json-5f2e",
        "cells/node-1/web/overrides/attempt",
        "agents/node-1",
        "agents/node-1.json/x",
        "nodes/NODE.json",
        "doorbells/node-1/x",
        "jobs/templates/reboot/revisions/0.json",
        "jobs/executions/e/nodes/n/0/progress.json",
        "jobs/executions/e/nodes/n/1/log/1",
        "jobs/executions/e/other.json",
        "jobs/gates/e/claims/n",
        "jobs/gates/e/claims/n/01",
        "jobs/gates/e/slots/+1/0",
        "jobs/gates/e/slots/0",
        "jobs/gates/e/abort/x",
        "jobs/gates/E/abort",
        "inbox/n",
        "inbox/n/e/x",
        "stranger/of/ours.json"
      })
  void strangersAreNotOurs(String key) {
    assertThat(KeyParser.parse(key)).isEmpty();
  }
}
