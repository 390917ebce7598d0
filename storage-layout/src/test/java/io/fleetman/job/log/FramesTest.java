package io.fleetman.job.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.codec.DocumentException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  @Test
  void anyBytesOfBothStreamsAreReadBackExactlyAndInOrder() {
    Random random = new Random(7);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    List<Frame> written =
        random
            .ints(200, 0, 5_000)
            .mapToObj(
                length -> {
                  byte[] bytes = new byte[length];
                  random.nextBytes(bytes);
                  return new Frame(
                      List.of(Stream.OUT, Stream.ERR, Stream.NOTE).get(random.nextInt(3)),
                      random.nextInt(1 << 30),
                      bytes);
                })
            .toList();
    int size = written.stream().mapToInt(Frames::size).sum();
    written.forEach(frame -> Frames.append(chunk, frame));

    assertThat(chunk.size()).isEqualTo(size);
    assertThat(Frames.read("log", chunk.toByteArray()))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(written);
  }

  @Test
  void whatIsCutOrNoChunkIsRefusedWithThePlace() {
    byte[] chunk = "out 1 5\nhello\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(Frames.read("log", new byte[0])).isEmpty();
    for (int length = 1; length < chunk.length; length++) {
      byte[] cut = Arrays.copyOf(chunk, length);
      assertThatThrownBy(() -> Frames.read("jobs/log", cut))
          .isInstanceOf(DocumentException.class)
          .hasMessageStartingWith("jobs/log ");
    }
    assertThatThrownBy(() -> Frames.read("log", "hello\n".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("byte 0 begins no frame");
  }
}
