package io.fleetman.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Pause;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.runtime.Systemd;
import io.fleetman.agent.runtime.SystemdSettings;
import io.fleetman.document.HealthCheck;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.CellId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What systemd says over time, and what is made of it; the time is not real. */
class JudgeTest {
  private static final String UP =
      """
      LoadState=loaded
      ActiveState=active
      SubState=running
      Result=success
      MainPID=%d
      NRestarts=%d
      """;
  private static final String SILENT = "";
  private static final String DEAD =
      """
      LoadState=loaded
      ActiveState=activating
      SubState=auto-restart
      Result=exit-code
      ExecMainStatus=7
      MainPID=0
      NRestarts=0
      """;

  private long millis;
  private final Pause pause =
      new Pause() {
        @Override
        public long nanos() {
          return millis * 1_000_000;
        }

        @Override
        public void sleep(Duration duration) {
          millis += duration.toMillis();
        }
      };

  @Test
  void aServiceThatStaysUpIsHealthy() throws Exception {
    assertThat(judge(10_000, ms -> UP.formatted(5, 0), _ -> 0)).isEqualTo(new Verdict.Healthy());
    assertThat(millis).isBetween(10_000L, 10_500L);
  }

  @Test
  void aServiceThatDiesAfterSixSecondsIsNot() throws Exception {
    assertThat(judge(10_000, ms -> ms < 6000 ? UP.formatted(5, 0) : DEAD, _ -> 0))
        .isEqualTo(new Verdict.Unhealthy("it ended with exit status 7, 6 s after it was started"));
  }

  @Test
  void aServiceThatCameBackByItselfIsNot() throws Exception {
    assertThat(judge(10_000, ms -> UP.formatted(ms < 3000 ? 5 : 6, 0), _ -> 0))
        .isEqualTo(
            new Verdict.Unhealthy(
                "it ended and was started again by itself, 3 s after it was started"));
    assertThat(judge(10_000, ms -> UP.formatted(6, 1), _ -> 0))
        .isInstanceOf(Verdict.Unhealthy.class);
  }

  @Test
  void aCheckThatNeverSucceedsFailsInTime() throws Exception {
    assertThat(judge(1000, ms -> UP.formatted(5, 0), _ -> 1))
        .isEqualTo(
            new Verdict.Unhealthy(
                "it was not healthy within 30s: 'check': it ended with exit status 1"));
  }

  @Test
  void aCheckMustKeepSucceeding() throws Exception {
    assertThat(judge(10_000, ms -> UP.formatted(5, 0), ms -> ms > 4000 && ms < 9000 ? 1 : 0))
        .isEqualTo(new Verdict.Healthy());
    assertThat(millis).as("counted from the last failure").isGreaterThanOrEqualTo(19_000);
  }

  @Test
  void invariant14_aServiceManagerThatIsSilentForAWhileFailsNoService() throws Exception {
    LongFunction<String> restarted = ms -> ms > 32_000 && ms < 35_000 ? SILENT : UP.formatted(5, 0);

    assertThat(judge(40_000, restarted, _ -> 0)).isEqualTo(new Verdict.Healthy());
    assertThat(judge(40_000, ms -> ms > 45_000 ? UP.formatted(5, 0) : SILENT, _ -> 0))
        .as("but it is not waited for without a limit")
        .isInstanceOf(Verdict.Unhealthy.class);
    assertThat(millis).isLessThan(31_000);
  }

  @Test
  void invariant14_anAnswerWithoutAWordFailsNoService() throws Exception {
    LongFunction<String> wordless = ms -> ms > 3000 && ms < 5000 ? "\n" : UP.formatted(5, 0);

    assertThat(judge(10_000, wordless, _ -> 0)).isEqualTo(new Verdict.Healthy());
  }

  @Test
  void aServiceThatEndedWhileTheServiceManagerWasSilentHasFailed() throws Exception {
    LongFunction<String> show =
        ms -> ms < 3000 ? UP.formatted(5, 0) : ms < 6000 ? SILENT : UP.formatted(6, 0);

    assertThat(judge(10_000, show, _ -> 0)).isInstanceOf(Verdict.Unhealthy.class);
  }

  private static Result shown(String text) {
    return text.equals(SILENT)
        ? new Result(1, "Failed to connect to bus", Duration.ZERO)
        : new Result(0, text, Duration.ZERO);
  }

  private Verdict judge(long stableFor, LongFunction<String> show, LongFunction<Integer> check)
      throws InterruptedException {
    millis = 0;
    Systemd systemd =
        new Systemd(
            SystemdSettings.user(Path.of("/nowhere")),
            _ -> shown(show.apply(millis)),
            new Accounts.Self("me", 1000, 1000),
            KillPoints.none());
    Command command = Command.tool(Duration.ofSeconds(1), "check");
    return new Judge(pause)
        .judge(
            systemd,
            new CellId("web"),
            new HealthCheck(
                null,
                null,
                "check",
                Duration.ofSeconds(30),
                Duration.ofMillis(stableFor),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)),
            new Probe.Run(
                command, "check", _ -> new Result(check.apply(millis), "", Duration.ZERO)),
            true,
            () -> false);
  }
}
