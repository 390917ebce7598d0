package io.fleetman.controller.cli;

import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Table;
import io.fleetman.controller.console.Terminal;
import io.fleetman.embedded.EmbeddedStore;
import io.fleetman.embedded.EmbeddedStoreException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "store",
    description = "Runs an S3 store over a folder of this machine, until ctrl-C.",
    footer = {
      "",
      "It is for one machine: it keeps no second copy, and a power cut may lose the last writes.",
      "",
      "Example:",
      "  fleetman store --data ./store --port 9000"
    })
final class StoreCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "fleetman-store",
      description = "Where the objects and the keys are kept (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("fleetman-store");

  @Option(
      names = "--address",
      defaultValue = "127.0.0.1",
      description =
          "Where to listen; 0.0.0.0 for other machines to reach it"
              + " (default: ${DEFAULT-VALUE}).")
  private String address = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "9000",
      description = "0 takes any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--s3-bucket",
      paramLabel = "NAME",
      defaultValue = "fleet",
      description = "The bucket to make if it is missing (default: ${DEFAULT-VALUE}).")
  private String bucket = "fleet";

  @Option(
      names = "--access-key",
      description = "The access key it takes (default: made once, kept in DIR/keys.yaml).")
  private @Nullable String accessKey;

  @Option(
      names = "--secret-key",
      description = "The secret of the access key (default: as for --access-key).")
  private @Nullable String secretKey;

  StoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws EmbeddedStoreException, InterruptedException {
    StoreKeys keys = StoreKeys.given(accessKey, secretKey, data.resolve("keys.yaml"));
    EmbeddedStore.Settings settings =
        new EmbeddedStore.Settings(
            data.resolve("objects"), address, port, keys.accessKey(), keys.secretKey());
    EmbeddedStore store = EmbeddedStore.start(settings);
    CountDownLatch never = new CountDownLatch(1);
    // The only end is a signal; what is under way is let finish before the program goes.
    Runtime.getRuntime().addShutdownHook(new Thread(store::close, "stop-store"));
    store.createBucket(bucket);
    show(store, keys);
    never.await();
    return 0;
  }

  private void show(EmbeddedStore store, StoreKeys keys) {
    Terminal terminal = session.terminal();
    if (session.json()) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("endpoint", store.endpoint().toString());
      facts.put("bucket", bucket);
      facts.put("accessKey", keys.accessKey());
      facts.put("secretKey", keys.secretKey());
      facts.put("folder", data.toAbsolutePath().normalize().toString());
      session.printJson(facts);
      return;
    }
    Table table = new Table("STORE", store.endpoint().toString());
    table.row("bucket", bucket);
    table.row("access key", keys.accessKey());
    table.row("secret key", keys.secretKey());
    table.row("region", EmbeddedStore.REGION);
    table.row("folder", data.toAbsolutePath().normalize());
    table.lines(terminal.paint()).forEach(terminal::print);
    terminal.say("");
    terminal.say("In another terminal, then:");
    terminal.say(
        "  fleetman init --endpoint %s --s3-bucket %s --access-key %s --secret-key %s"
            .formatted(store.endpoint(), bucket, keys.accessKey(), keys.secretKey()));
    terminal.say(terminal.sayPaint().dim("ctrl-C stops it; the folder keeps everything."));
  }
}
