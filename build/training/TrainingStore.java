import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A store just good enough to teach the JVM which classes a starting agent needs: it keeps what is
 * put, lists nothing and checks nothing. Prints its port; ends with its standard input.
 */
final class TrainingStore {
  private static final Map<String, byte[]> OBJECTS = new ConcurrentHashMap<>();

  private TrainingStore() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", TrainingStore::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
    System.in.readAllBytes();
    System.exit(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] sent = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      String query = exchange.getRequestURI().getQuery();
      byte[] there = OBJECTS.get(path);
      if (exchange.getRequestMethod().equals("PUT")) {
        OBJECTS.put(path, sent);
        exchange.getResponseHeaders().set("ETag", "\"" + Integer.toHexString(sent.length) + "\"");
        exchange.sendResponseHeaders(200, -1);
      } else if (query != null && query.contains("list-type")) {
        send(
            exchange,
            200,
            xml(
                "<ListBucketResult><IsTruncated>false</IsTruncated>"
                    + "<CommonPrefixes><Prefix>cells/training/web/</Prefix></CommonPrefixes>"
                    + "</ListBucketResult>"));
      } else if (path.endsWith("/trigger.json")) {
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        send(exchange, 200, "{\"version\": \"1\"}".getBytes(StandardCharsets.UTF_8));
      } else if (there != null) {
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        send(exchange, 200, there);
      } else {
        send(exchange, 404, xml("<Error><Code>NoSuchKey</Code><Message>no</Message></Error>"));
      }
    }
  }

  private static byte[] xml(String body) {
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + body).getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }
}
