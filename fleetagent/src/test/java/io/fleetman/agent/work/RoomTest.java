package io.fleetman.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoomTest {
  private final Room room = new Room(100);
  private final AtomicInteger in = new AtomicInteger();

  @DisplayName("what all deployments hold in memory together is bounded")
  @Test
  void aListWaitsUntilThereIsRoom() throws Exception {
    Room.Share first = room.enter();
    first.take(70);
    Thread second = taking(40);
    waits(second);
    assertThat(in).hasValue(0);

    first.leave();
    second.join();

    assertThat(in).hasValue(1);
  }

  @Test
  void aListThatIsLargerThanAllRoomIsReadAlone() throws Exception {
    Room.Share first = room.enter();
    first.take(1);
    Thread second = taking(1_000_000);
    waits(second);

    first.leave();
    second.join();

    assertThat(in).hasValue(1);
  }

  @Test
  void whoeverReadNothingLetsTheNextRead() throws Exception {
    Room.Share first = room.enter();
    first.leave();
    first.leave();
    Thread second = taking(100);
    second.join();
    Thread third = taking(100);
    third.join();

    assertThat(in).hasValue(2);
  }

  private static void waits(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(5);
    }
  }

  private Thread taking(int files) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                Room.Share share = room.enter();
                share.take(files);
                in.incrementAndGet();
                share.leave();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
