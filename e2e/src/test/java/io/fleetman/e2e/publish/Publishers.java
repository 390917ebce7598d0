package io.fleetman.e2e.publish;

import io.fleetman.e2e.store.Endpoint;
import io.fleetman.layout.CellRef;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A {@link PublisherProcess}, seen from the test. */
final class Publishers implements AutoCloseable {
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private Publishers(Process process) {
    this.process = process;
    this.to = process.outputWriter();
    this.from = process.inputReader();
  }

  static Publishers start(Endpoint at, String prefix, Path folder, int publishers) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            PublisherProcess.class.getName(),
            at.url().toString(),
            at.region(),
            at.bucket(),
            prefix,
            at.accessKey(),
            at.secretKey(),
            folder.toString(),
            Integer.toString(publishers));
    try {
      Publishers started =
          new Publishers(
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      if (!"ready".equals(started.line())) {
        throw new AssertionError("a process of publishers did not start");
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has each of its publishers publish; what they were told. */
  List<String> round(CellRef cell, String version, String content) throws IOException {
    to.write(cell + " " + version + " " + content + "\n");
    to.flush();
    return List.of(line().split("\\|"));
  }

  private String line() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new AssertionError("a process of publishers ended by itself");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
