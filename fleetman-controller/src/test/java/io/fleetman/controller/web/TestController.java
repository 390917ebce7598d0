package io.fleetman.controller.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.codec.Json;
import io.fleetman.controller.Areas;
import io.fleetman.controller.access.Tokens;
import io.fleetman.controller.access.Users;
import io.fleetman.controller.config.Connection;
import io.fleetman.controller.config.JobsSettings;
import io.fleetman.controller.fleet.FleetWatch;
import io.fleetman.controller.operation.Run;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.Keys;
import io.fleetman.layout.UserId;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.FaultyObjectStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole controller in this process, over a bucket {@code main} in memory, with a browser that
 * keeps cookies and a program that has every answer of the API compared with its description.
 */
public class TestController implements AutoCloseable {
  /** Where the bucket is said to be. */
  public static final StorageSettings STORE =
      new StorageSettings(
          URI.create("http://127.0.0.1:9000"),
          "us-east-1",
          "fleet",
          "prod",
          null,
          "key",
          "secret",
          Duration.ofSeconds(10),
          3);

  /** Everybody's. */
  public static final String PASSWORD = "correct horse battery";

  private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" content=\"([^\"]+)\"");
  private static final FleetWatch.Rhythm RHYTHM =
      new FleetWatch.Rhythm(Duration.ofMillis(30), Duration.ofMillis(200), Duration.ofMinutes(5));

  private volatile Duration ahead = Duration.ZERO;

  /** The bucket. */
  public final InMemoryObjectStore memory =
      new InMemoryObjectStore(() -> Instant.now().plus(ahead));

  /** The bucket as the controller sees it: fails as it is told. */
  public final FaultyObjectStore store = new FaultyObjectStore(memory);

  /** Where the controller listens. */
  public final int port;

  private final HttpClient browser =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .cookieHandler(new CookieManager())
          .build();
  private final HttpClient program = HttpClient.newHttpClient();
  private final ControllerServer server;
  private @Nullable String bearer;
  private volatile @Nullable Instant frozen;

  /** Starts it over an empty fleet. */
  public TestController() {
    memory.plant(Keys.FLEET, "{\"formatVersion\": 1, \"id\": \"f1\"}");
    server = server(store, "127.0.0.1", this::now);
    port = server.start(0);
  }

  /** A controller over this store that has not begun to listen. */
  static ControllerServer server(ObjectStore store, String bind) {
    return server(store, bind, Clock.systemUTC());
  }

  private static ControllerServer server(ObjectStore store, String bind, InstantSource clock) {
    Site site =
        new Site(
            new Connection("main", STORE, false),
            settings -> store,
            clock,
            KillPoints.none(),
            JobsSettings.DEFAULT,
            RHYTHM);
    return new ControllerServer(
        new ControllerServer.Settings(bind, "0.1.0", "me@here", new byte[32]),
        new Sites(List.of(site)),
        Areas.all());
  }

  private Instant now() {
    Instant stopped = frozen;
    return stopped == null ? Instant.now() : stopped;
  }

  /** The controller's clock stands still from now on. */
  public void stopTheClock() {
    frozen = now();
  }

  /** By the store's clock this much more time has passed. */
  public void storeTimePasses(Duration time) {
    ahead = ahead.plus(time);
  }

  /** The fleet for those who set the scene: somebody else, on the same bucket. */
  public OpenFleet fleet() {
    return new OpenFleet(new DocumentStore(memory), Clock.systemUTC(), "somebody@else");
  }

  /** What the browser gets. */
  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(browser, request.build());
  }

  /** What the browser gets after it sent a form that the controller made for it. */
  public HttpResponse<String> post(String path, Map<String, String> fields) {
    return postWithout(path, with(fields, "_token", formToken()));
  }

  /** The same for a form that somebody else made. */
  public HttpResponse<String> postWithout(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(f -> encoded(f.getKey()) + "=" + encoded(f.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        browser,
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** There is such a user, and the browser signs in as them. */
  public void signedIn(String user) {
    var _ = new Users(fleet()).add(new UserId(user), PASSWORD, null);
    HttpResponse<String> answer = signIn(user, PASSWORD, "/b/main/activity");
    if (!answer.body().contains("Account: " + user)) {
      throw new AssertionError("not signed in: " + answer.body());
    }
  }

  /** The browser tries to sign in. */
  public HttpResponse<String> signIn(String user, String password, String next) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!get("/b/main/activity").body().contains("<title>Sign in")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the controller does not know of its users");
      }
    }
    Matcher token =
        Pattern.compile("name=\"_token\" value=\"([^\"]+)\"").matcher(get("/sign-in").body());
    if (!token.find()) {
      throw new AssertionError("no form to sign in");
    }
    return postWithout(
        "/sign-in",
        Map.of("_token", token.group(1), "name", user, "password", password, "next", next));
  }

  /** An API token of a user whom there is, for the program. */
  public String token(String user) {
    String text =
        new Tokens(fleet()).create("tests", new UserId(user), Duration.ofDays(1), null).text();
    bearer = text;
    return text;
  }

  /** The program shows this token from now on. */
  public void bearer(@Nullable String token) {
    bearer = token;
  }

  /**
   * What the program gets, which is as the API's description says, or the test ends here.
   *
   * @param path below {@code /api/v1}
   * @param body sent as JSON, bytes as they are; null: none
   */
  public Answer api(String method, String path, @Nullable Object body, String... headers) {
    HttpRequest.Builder request = request("/api/v1" + path);
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return call(program, request, method, path, body, headers);
  }

  /** What a script of the browser's pages gets: the same with the browser's cookies. */
  public Answer asBrowser(String method, String path, @Nullable Object body, String... headers) {
    return call(browser, request("/api/v1" + path), method, path, body, headers);
  }

  private Answer call(
      HttpClient client,
      HttpRequest.Builder request,
      String method,
      String path,
      @Nullable Object body,
      String... headers) {
    BodyPublisher sent =
        switch (body) {
          case null -> BodyPublishers.noBody();
          case byte[] bytes -> BodyPublishers.ofByteArray(bytes);
          default -> BodyPublishers.ofByteArray(Json.write(body));
        };
    request.method(method, sent);
    if (body != null) {
      String type = body instanceof byte[] ? "application/octet-stream" : "application/json";
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer = send(client, request.build());
    Description.of(server).check(method, path, answer);
    return new Answer(answer);
  }

  /** Ends long work as the controller does. */
  public static void endOf(Run run, Supplier<JsonNode> work) {
    LongWork.end(run, "test", work);
  }

  /** The token that the browser's forms send back. */
  public String formToken() {
    Matcher token = TOKEN.matcher(get("/b/main/activity").body());
    return token.find() ? token.group(1) : "none";
  }

  /** Every way in. */
  List<Route> routes() {
    return server.routes().all();
  }

  /** Every operation of the API: method and path. */
  Set<String> operations() {
    return Description.of(server).operations();
  }

  /** What the API says of itself. */
  Description description() {
    return Description.of(server);
  }

  /** What anybody gets who shows nothing, and follows nowhere. */
  HttpResponse<String> raw(String method, String path, String... headers) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(program, request.build());
  }

  /** Where it is. */
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(20));
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> all = new java.util.LinkedHashMap<>(fields);
    all.putIfAbsent(name, value);
    return all;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(Objects.requireNonNull(text), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
    browser.close();
    program.close();
  }
}
