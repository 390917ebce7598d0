package io.fleetman.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  @TempDir Path state = Path.of("");

  @Test
  void anExecutionThatEndsBetweenListingAndReadingIsPassedOver() throws IOException {
    Memory memory = new Memory(state);
    memory.open();
    // to whoever lists it is there, and to whoever reads it is not, as a file that goes meanwhile
    Files.createSymbolicLink(state.resolve("jobs/ended.json"), state.resolve("gone"));
    Files.writeString(state.resolve("jobs/broken.json"), "{");

    assertThat(memory.readAll()).isEmpty();
  }
}
