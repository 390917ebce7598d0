package io.fleetman.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A store in a process of its own, which can be killed. */
final class StoreProcess implements AutoCloseable {
  private final Process process;
  final URI endpoint;

  private StoreProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static StoreProcess start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the store's process ended at once");
    }
    return new StoreProcess(process, URI.create(line));
  }

  Client client() {
    EmbeddedStore.Settings settings = StoreFixture.settings(Path.of("unused"));
    return new Client(endpoint, settings.accessKey(), settings.secretKey());
  }

  /** Without a chance to tidy up: SIGKILL. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws Exception {
    EmbeddedStore store = EmbeddedStore.start(StoreFixture.settings(Path.of(args[0])));
    store.createBucket(Client.BUCKET);
    System.out.println(store.endpoint());
  }
}
