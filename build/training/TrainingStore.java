import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A store just good enough to teach the JVM what an agent does: it starts with a job and a
 * deployment of many files for node {@code training}, tells it to deploy another version when that
 * one is there, and checks no signature. Prints its port; ends with its standard input.
 */
final class TrainingStore {
  private static final int SMALL_FILES = 400;
  private static final int SMALL = 4096;
  private static final int LARGE = 40 << 20; // which is fetched in parts
  private static final String BUCKET = "/fleet/";
  private static final String CELL = "cells/training/web/";
  private static final String EXECUTION = "20260101t000000z-0123456789abcdef";

  private record Stored(byte[] bytes, String eTag) {}

  private static final String STARTED =
      DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
  private static final NavigableMap<String, Stored> OBJECTS = new ConcurrentSkipListMap<>();

  private TrainingStore() {}

  public static void main(String[] arguments) throws IOException {
    deployment("1", 0);
    deployment("2", 3);
    put(CELL + "trigger.json", "{\"version\": \"1\"}");
    job();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", TrainingStore::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
    System.in.readAllBytes();
    System.exit(0);
  }

  private static void deployment(String version, int changed) {
    String folder = CELL + "versions/" + version + "/";
    StringBuilder files = new StringBuilder();
    for (int i = 0; i <= SMALL_FILES; i++) {
      byte[] bytes = new byte[i == SMALL_FILES ? LARGE : SMALL];
      Arrays.fill(bytes, (byte) i);
      bytes[0] = (byte) (i < changed ? 1 : 0);
      String key = folder + "a/" + i;
      put(key, bytes);
      files.append(
          "%s\"folder-%d/%d\": {\"key\": \"%s\", \"size\": %d, \"sha256\": \"%s\"}"
              .formatted(i == 0 ? "" : ",", i % 20, i, key, bytes.length, sha256(bytes)));
    }
    put(
        folder + "manifest.json",
        """
        {"kind": "snapshot", "node": "training", "cell": "web", "manifest": "web",
         "version": "%s", "spec": {"profile": "deploy"}, "files": {%s}}
        """
            .formatted(version, files));
  }

  private static void job() {
    put(
        "jobs/executions/" + EXECUTION + "/job.json",
        """
        {"kind": "execution", "id": "%s", "targets": ["training"], "author": {"name": "training"},
         "policy": {"expireAfter": "30d"},
         "document": {"version": "1.0", "includeStdOut": true, "steps": [
           {"name": "say", "type": "runCommand", "input": {"command": ["uname", "-a"]}}]}}
        """
            .formatted(EXECUTION));
    put(
        "inbox/training/" + EXECUTION,
        "{\"kind\": \"inbox\", \"execution\": \"%s\"}".formatted(EXECUTION));
  }

  private static void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String put(String key, byte[] bytes) {
    String eTag = sha256(bytes).substring(0, 32);
    OBJECTS.put(key, new Stored(bytes, eTag));
    return eTag;
  }

  private static String quoted(String eTag) {
    return "\"" + eTag + "\"";
  }

  private static String condition(HttpExchange exchange, String header) {
    String value = exchange.getRequestHeaders().getFirst(header);
    return value == null ? null : value.replace("\"", ""); // they come with quotes and without
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String key = path.startsWith(BUCKET) ? path.substring(BUCKET.length()) : "";
      exchange.getResponseHeaders().set("Last-Modified", STARTED);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      if (exchange.getRequestMethod().equals("PUT")) {
        keep(exchange, key, sent);
      } else if (key.isEmpty()) {
        list(exchange, exchange.getRequestURI().getQuery());
      } else {
        get(exchange, OBJECTS.get(key));
      }
    }
  }

  private static void keep(HttpExchange exchange, String key, byte[] sent) throws IOException {
    Stored there = OBJECTS.get(key);
    String expected = condition(exchange, "If-Match");
    if (there != null && condition(exchange, "If-None-Match") != null
        || expected != null && (there == null || !there.eTag().equals(expected))) {
      refuse(exchange, 412, "PreconditionFailed");
      return;
    }
    exchange.getResponseHeaders().set("ETag", quoted(put(key, sent)));
    exchange.sendResponseHeaders(200, -1);
    if (key.equals(CELL + "status.json")
        && new String(sent, StandardCharsets.UTF_8).contains("\"DEPLOYED\"")) {
      put(CELL + "trigger.json", "{\"version\": \"2\"}");
      put("doorbells/training", "2");
    }
  }

  private static void get(HttpExchange exchange, Stored there) throws IOException {
    if (there == null) {
      refuse(exchange, 404, "NoSuchKey");
      return;
    }
    exchange.getResponseHeaders().set("ETag", quoted(there.eTag()));
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (there.eTag().equals(condition(exchange, "If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else if (range == null) {
      send(exchange, 200, there.bytes());
    } else {
      String[] bounds = range.replace("bytes=", "").split("-");
      int to = Math.min(Integer.parseInt(bounds[1]) + 1, there.bytes().length);
      send(exchange, 206, Arrays.copyOfRange(there.bytes(), Integer.parseInt(bounds[0]), to));
    }
  }

  private static void list(HttpExchange exchange, String query) throws IOException {
    String prefix = parameter(query, "prefix");
    boolean flat = parameter(query, "delimiter").isEmpty();
    StringBuilder contents = new StringBuilder();
    TreeSet<String> folders = new TreeSet<>();
    OBJECTS.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .forEach(
            entry -> {
              int slash = entry.getKey().indexOf('/', prefix.length());
              if (flat || slash < 0) {
                contents.append(
                    "<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>%s</ETag><Size>%d</Size></Contents>"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().eTag(),
                            entry.getValue().bytes().length));
              } else {
                folders.add(entry.getKey().substring(0, slash + 1));
              }
            });
    String common =
        folders.stream()
            .map(f -> "<CommonPrefixes><Prefix>" + f + "</Prefix></CommonPrefixes>")
            .collect(Collectors.joining());
    send(
        exchange,
        200,
        xml(
            "<ListBucketResult><IsTruncated>false</IsTruncated>"
                + contents
                + common
                + "</ListBucketResult>"));
  }

  private static String parameter(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    send(exchange, status, xml("<Error><Code>" + code + "</Code><Message>no</Message></Error>"));
  }

  private static byte[] xml(String body) {
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body).getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }
}
