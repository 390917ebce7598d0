package io.fleetman.e2e.publish;

import io.fleetman.controller.fleet.FleetGate;
import io.fleetman.controller.publish.Outcome;
import io.fleetman.controller.support.Refusal;
import io.fleetman.e2e.store.Endpoint;
import io.fleetman.layout.CellRef;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A controller with several publishers at once, as a process of its own. It reads a line for each
 * round, {@code CELL VERSION CONTENT}, and answers one: what each publisher was told. With a
 * content, each deploys a folder with that, from its draft on.
 */
public final class PublisherProcess {
  static final String NO_CONTENT = "-";

  private PublisherProcess() {}

  /** Endpoint, region, bucket, prefix, access key, secret key, a folder, how many at once. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Endpoint endpoint = new Endpoint(URI.create(args[0]), args[1], args[2], args[4], args[5]);
    int publishers = Integer.parseInt(args[7]);
    try (ObjectStore store = S3ObjectStore.open(endpoint.settings(args[3]));
        var threads = Executors.newFixedThreadPool(publishers);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Bucket bucket =
          new Bucket(
              FleetGate.open(new DocumentStore(store), Clock.systemUTC(), "process@e2e"),
              Path.of(args[6]));
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 3);
        Callable<String> one = () -> told(bucket, CellRef.parse(words[0]), words[1], words[2]);
        List<Callable<String>> all = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
          all.add(one);
        }
        List<String> told = new ArrayList<>();
        for (Future<String> each : threads.invokeAll(all)) {
          told.add(result(each));
        }
        System.out.println(String.join("|", told));
      }
    }
  }

  private static String told(Bucket bucket, CellRef cell, String version, String content) {
    try {
      return word(
          content.equals(NO_CONTENT)
              ? bucket.publish(cell, version)
              : bucket.deploy(cell, version, content));
    } catch (Refusal e) {
      return word(new Outcome.Failed(cell, e));
    }
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent s -> "sent " + s.version();
      case Outcome.NothingToDo n -> "nothing " + n.version();
      case Outcome.There t -> "there " + t.version();
      case Outcome.Failed f ->
          (f.cause().getClass().getSimpleName() + " " + f.cause().getMessage())
              .replaceAll("[\\s|]+", " ");
    };
  }

  private static String result(Future<String> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      return ("fault " + e.getCause()).replaceAll("[\\s|]+", " ");
    }
  }
}
