package io.fleetman.controller.cli;

import io.fleetman.codec.Utf8;
import io.fleetman.controller.config.BucketSettings;
import io.fleetman.controller.config.ConfigException;
import io.fleetman.controller.config.ConfigFiles;
import io.fleetman.controller.config.ConfigMerge;
import io.fleetman.controller.config.ConfigText;
import io.fleetman.controller.config.ConfigWriter;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import io.fleetman.controller.console.Session;
import io.fleetman.controller.console.Terminal;
import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.document.FleetDocument;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.probe.ProbeReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = "Asks where the bucket is, probes it, and writes the configuration.",
    footer = {
      "",
      "With --s3-bucket it asks nothing. FLEETMAN_ENDPOINT, FLEETMAN_ACCESS_KEY and the like stand",
      "for options that are not given. With --bucket NAME a configuration that is there gets one",
      "more fleet, and keeps those it has, its comments too.",
      "",
      "Example:",
      "  fleetman init",
      "  fleetman init --endpoint http://127.0.0.1:9000 --s3-bucket fleet --access-key K"
          + " --secret-key S",
      "  fleetman init --bucket test --region eu-central-1 --s3-bucket my-company-fleet-test"
    })
final class InitCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      converter = Converters.ToEndpoint.class,
      description = "The store's URL; none for AWS.")
  private @Nullable URI endpoint;

  @Option(
      names = "--region",
      description = "AWS's name for it; us-east-1 where it does not matter.")
  private @Nullable String region;

  @Option(names = "--s3-bucket", paramLabel = "NAME", description = "The bucket; it must exist.")
  private @Nullable String bucket;

  @Option(names = "--prefix", description = "The fleet's folder in the bucket (default: none).")
  private @Nullable String prefix;

  @Option(
      names = "--path-style",
      negatable = true,
      description = "ENDPOINT/BUCKET/KEY (default with --endpoint), or BUCKET.ENDPOINT/KEY.")
  private @Nullable Boolean pathStyle;

  @Option(names = "--access-key", description = "Without one: the AWS credential chain.")
  private @Nullable String accessKey;

  @Option(names = "--secret-key", description = "The access key's secret; asked for if missing.")
  private @Nullable String secretKey;

  @Option(
      names = "--single-writer",
      description = "Use a store that fails the probe: you see to it that one writes at a time.")
  private boolean singleWriter;

  @Option(names = "--force", description = "Replace a configuration that is there.")
  private boolean force;

  @Option(
      names = "--dry-run",
      description = "Probe, and write neither configuration nor fleet.json.")
  private boolean dryRun;

  InitCommand(Session session) {
    this.session = session;
  }

  /**
   * The JSON document.
   *
   * @param fleetId the fleet's id; null for a dry run
   */
  record Document(
      String config,
      boolean dryRun,
      String fleet,
      @Nullable String fleetId,
      Map<String, String> probe) {}

  @Override
  public Integer call() {
    Path file = file();
    String name = Objects.requireNonNullElse(session.options().bucket(), "main");
    boolean add = Files.exists(file) && !force && session.options().bucket() != null;
    if (Files.exists(file) && !force && !add && !dryRun) {
      throw new ConfigException(
          file
              + " is there already: --bucket NAME adds another fleet to it, --force replaces it,"
              + " --config writes another");
    }
    if (add) {
      // Before anything is asked or probed: a name that is taken, a file that cannot be read.
      added(file, name, StorageSettings.of(null, null, "any", null, null, null, null, null, null));
    }
    StorageSettings storage = settings();
    String madeDefault = null;
    Map<String, String> probe;
    @Nullable FleetDocument fleet = null;
    try (ObjectStore store = session.open(storage)) {
      ProbeReport report = ProbeView.probe(session, store);
      ProbeView.demand(report, singleWriter, session.terminal());
      probe = report.outcomes();
      if (!dryRun) {
        DocumentStore documents = session.watched(new DocumentStore(store)).documents();
        fleet = FleetGate.init(documents, session.clock(), session.by(), probe);
        session.record(null);
        if (add) {
          ConfigMerge.Merged merged = added(file, name, storage);
          ConfigWriter.write(file.toRealPath(), merged.yaml(), true);
          madeDefault = merged.madeDefault();
        } else {
          ConfigWriter.write(
              file, ConfigText.controller(name, storage, singleWriter, secret()), force);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    show(file, storage, fleet, probe);
    if (madeDefault != null) {
      session
          .terminal()
          .say(
              "default_bucket is "
                  + madeDefault
                  + ", as it was the only one; --bucket "
                  + name
                  + " means the new one");
    }
    return 0;
  }

  private ConfigMerge.Merged added(Path file, String name, StorageSettings storage) {
    try {
      String text = Utf8.text(file.toString(), Files.readAllBytes(file));
      return ConfigMerge.add(file.toString(), text, name, storage, singleWriter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show(
      Path file,
      StorageSettings storage,
      @Nullable FleetDocument fleet,
      Map<String, String> probe) {
    if (session.json()) {
      session.printJson(
          new Document(
              file.toString(),
              dryRun,
              storage.toString(),
              fleet == null ? null : fleet.fleetId(),
              probe));
      return;
    }
    Terminal terminal = session.terminal();
    if (fleet == null) {
      terminal.print("would write " + file + " for the fleet at " + storage);
      return;
    }
    terminal.print("fleet " + fleet.fleetId() + " at " + storage);
    terminal.print("wrote " + file + terminal.paint().dim(" (mode 0600: it holds keys)"));
    terminal.say("Then: " + terminal.sayPaint().bold("fleetman node add node-1"));
  }

  private static String secret() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private Path file() {
    Path explicit = session.options().config();
    ConfigFiles files = session.files();
    String variable = files.environment().get(ConfigFiles.VARIABLE);
    if (explicit == null && variable != null && !variable.isEmpty()) {
      explicit = Path.of(variable);
    }
    return explicit == null ? files.userFile() : files.workingFolder().resolve(explicit);
  }

  private StorageSettings settings() {
    BucketSettings given = BucketSettings.EMPTY.overriddenBy(session.files().environment());
    BucketSettings flags =
        new BucketSettings(
            endpoint != null ? endpoint : given.endpoint(),
            region != null ? region : given.region(),
            bucket != null ? bucket : given.bucket(),
            prefix != null ? prefix : given.prefix(),
            pathStyle != null ? pathStyle : given.pathStyle(),
            accessKey != null ? accessKey : given.accessKey(),
            secretKey != null ? secretKey : given.secretKey(),
            given.requestTimeout(),
            given.retries(),
            singleWriter);
    return (flags.bucket() == null ? asked(flags) : withSecret(flags)).storage();
  }

  private BucketSettings withSecret(BucketSettings s) {
    if (s.accessKey() == null || s.secretKey() != null || !session.terminal().asks()) {
      return s;
    }
    return keys(s, s.accessKey(), session.terminal().askSecret("Secret key"));
  }

  private BucketSettings asked(BucketSettings s) {
    Terminal terminal = session.terminal();
    if (!terminal.asks()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--s3-bucket is missing, and stdin is not a terminal to ask: name the bucket");
    }
    terminal.say("Where is the fleet's bucket? An empty answer takes what is in brackets.");
    String url =
        terminal.ask("Store's URL, or aws", s.endpoint() == null ? "aws" : s.endpoint().toString());
    boolean aws = url.equalsIgnoreCase("aws");
    String where = terminal.ask("Region", Objects.requireNonNullElse(s.region(), "us-east-1"));
    String name = terminal.ask("Bucket", null);
    String folder =
        terminal.ask("Folder in it, for this fleet", Objects.requireNonNullElse(s.prefix(), ""));
    String key =
        terminal.ask(
            aws ? "Access key (empty: the AWS credential chain)" : "Access key",
            s.accessKey() != null ? s.accessKey() : aws ? "" : null);
    String secret = key.isEmpty() ? "" : terminal.askSecret("Secret key");
    BucketSettings answers =
        new BucketSettings(
            aws ? null : StorageSettings.endpoint(url),
            where,
            name,
            folder,
            s.pathStyle(),
            s.accessKey(),
            s.secretKey(),
            s.requestTimeout(),
            s.retries(),
            s.singleWriter());
    return key.isEmpty() ? keys(answers, null, null) : keys(answers, key, secret);
  }

  private static BucketSettings keys(
      BucketSettings s, @Nullable String access, @Nullable String secret) {
    return new BucketSettings(
        s.endpoint(),
        s.region(),
        s.bucket(),
        s.prefix(),
        s.pathStyle(),
        access,
        secret,
        s.requestTimeout(),
        s.retries(),
        s.singleWriter());
  }
}
