package io.fleetman.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.process.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final Result LATE = new Result(Result.TIMED_OUT, "", Duration.ofSeconds(30));
  private static final Result OK = new Result(0, "ActiveState=active", Duration.ofMillis(5));
  private static final Result EMPTY = new Result(0, "", Duration.ofMillis(5));
  private static final Result REFUSED = new Result(1, "no", Duration.ofMillis(5));

  @Test
  void whoeverIsTooBusyToAnswerIsAskedOnceMore() throws InterruptedException {
    assertThat(asked(LATE, OK)).isEqualTo(OK);
    assertThat(asked(LATE, LATE, OK)).isEqualTo(LATE);
    assertThat(asked(EMPTY, OK)).isEqualTo(OK);
  }

  @Test
  void anAnswerIsTakenAsItIs() throws InterruptedException {
    assertThat(asked(OK, LATE)).isEqualTo(OK);
    assertThat(asked(REFUSED, OK)).isEqualTo(REFUSED);
  }

  private static Result asked(Result... answers) throws InterruptedException {
    Deque<Result> left = new ArrayDeque<>(List.of(answers));
    return Asking.patiently(left::remove);
  }
}
