package io.fleetman.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedStreamTest {
  private final ScheduledExecutorService timers = Clients.timers();
  private final CountDownLatch cut = new CountDownLatch(1);

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  @Test
  void aBodyThatDripsForEverIsGivenUp() {
    GuardedStream stream =
        guard(new Slow(20), 1000, Duration.ofSeconds(10), Duration.ofMillis(300));
    assertThatThrownBy(stream::readAllBytes)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("the body came too slowly");
  }

  @Test
  void aBodyThatStallsIsGivenUp() {
    GuardedStream stream =
        guard(new Slow(60_000), 1000, Duration.ofMillis(100), Duration.ofSeconds(10));
    assertThatThrownBy(stream::read)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("the body stalled half way through");
  }

  @Test
  void aBodyThatEndsEarlyIsNotTheWhole() {
    GuardedStream stream =
        guard(new ByteArrayInputStream(new byte[4]), 10, Duration.ofHours(1), Duration.ofDays(1));
    assertThatThrownBy(stream::readAllBytes)
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("the body ended after 4 of 10 bytes");
  }

  @Test
  void aWholeBodyIsReadAndItsConnectionKept() throws IOException {
    try (GuardedStream stream =
        guard(
            new ByteArrayInputStream(new byte[10]),
            10,
            Duration.ofSeconds(1),
            Duration.ofDays(1))) {
      assertThat(stream.readAllBytes()).hasSize(10);
    }
    assertThat(cut.getCount()).isEqualTo(1);
  }

  @Test
  void aBodyThatNobodyWantsIsCutNotReadToItsEnd() throws IOException {
    GuardedStream stream =
        guard(new Slow(60_000), 1000, Duration.ofSeconds(10), Duration.ofSeconds(10));
    stream.close();
    assertThat(cut.getCount()).isZero();
  }

  private GuardedStream guard(InputStream body, long length, Duration stall, Duration total) {
    StorageSettings settings =
        new StorageSettings(
            URI.create("http://store"), "r", "b", "", null, "k", "s", Duration.ofSeconds(1), 1);
    return new GuardedStream(
            body,
            cut::countDown,
            length,
            stall,
            total,
            timers,
            new Failures(settings),
            Operation.reading("GET", "f"))
        .guarded();
  }

  /** A byte each so many milliseconds, until it is cut. */
  private final class Slow extends InputStream {
    private final long millis;

    Slow(long millis) {
      this.millis = millis;
    }

    @Override
    public int read() throws IOException {
      return pause(millis) ? broken() : 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      into[offset] = (byte) read();
      return 1;
    }
  }

  private boolean pause(long millis) throws IOException {
    try {
      return cut.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static int broken() throws IOException {
    throw new IOException("Socket closed");
  }
}
