package io.fleetman.e2e.fault;

import io.fleetman.codec.Durations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The proxy by hand. Its options name the store and the line; rules come from standard input, one a
 * line, at any time.
 */
final class ProxyMain {
  private static final String HELP =
      """
      fault proxy: --store URL [--port N] [--seed N] [--first-byte 25ms] [--bandwidth BYTES_A_SECOND]
      then on standard input:
        rule KINDS KEY_REGEX PROBABILITY FAULT   such as: rule GET,LIST trigger 0.5 503
        clear | down | up | end
      kinds: LIST GET CONDITIONAL_GET HEAD PUT COPY POST DELETE, or * for all
      faults: lost late:5s 403 404 409 412 500 503 cut drip:1s endless stale hang slow:25ms html half
      """;
  private static final List<String> OPTIONS =
      List.of("--store", "--port", "--seed", "--first-byte", "--bandwidth");

  private ProxyMain() {}

  /**
   * Runs until {@code end}, or until it is killed; the end of standard input alone ends nothing.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> options = options(arguments);
    String store = options.get("--store");
    if (store == null) {
      System.err.print(HELP);
      System.exit(2);
      return;
    }
    Faults faults =
        new Faults(Long.parseLong(options.getOrDefault("--seed", "1")), System.out::println);
    FaultProxy.Line line =
        new FaultProxy.Line(
            Durations.parse(options.getOrDefault("--first-byte", "0s")),
            Long.parseLong(options.getOrDefault("--bandwidth", "0")));
    int port = Integer.parseInt(options.getOrDefault("--port", "0"));
    try (FaultProxy proxy = FaultProxy.start(port, URI.create(store), faults, line)) {
      System.out.println("listening on " + proxy.url());
      obey(proxy);
    }
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (!OPTIONS.contains(arguments[i])) {
        System.err.print(HELP);
        System.exit(2);
      }
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private static void obey(FaultProxy proxy) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.strip().equals("end")) {
        return;
      }
      try {
        obey(proxy, line.strip());
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
    Thread.currentThread().join();
  }

  private static void obey(FaultProxy proxy, String line) {
    switch (line.split(" ", 2)[0]) {
      case "rule" -> proxy.faults().add(RuleText.read(line.substring("rule".length())));
      case "clear" -> proxy.faults().clear();
      case "down" -> proxy.down();
      case "up" -> proxy.up();
      default -> System.out.print(HELP);
    }
  }
}
