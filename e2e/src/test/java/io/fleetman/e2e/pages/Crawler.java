package io.fleetman.e2e.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows every link of the portal, one of each kind. */
final class Crawler {
  private static final int MOST = 120;
  private static final Pattern LINK =
      Pattern.compile("<a (?![^>]*\\bdownload\\b)[^>]*href=\"(/[^\"#]*)");

  private final String base;

  /**
   * @param base where the controller is, without a slash at its end
   */
  Crawler(String base) {
    this.base = base;
  }

  /**
   * The pages that can be reached, one of each kind.
   *
   * @param from where to begin; all of these are among them
   * @throws AssertionError if a link leads nowhere
   */
  Set<String> pages(List<String> from) {
    Set<String> pages = new LinkedHashSet<>();
    Set<String> kinds = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(from);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!next.isEmpty() && pages.size() < MOST) {
        String path = next.poll();
        boolean newKind = kinds.add(kind(path));
        if (pages.contains(path) || (!newKind && !from.contains(path))) {
          continue;
        }
        HttpResponse<String> answer = get(client, path);
        if (answer.statusCode() >= 400) {
          throw new AssertionError(path + " answers " + answer.statusCode());
        }
        if (answer.headers().firstValue("content-type").orElse("").startsWith("text/html")) {
          pages.add(path);
          for (Matcher link = LINK.matcher(answer.body()); link.find(); ) {
            String to = link.group(1).replace("&amp;", "&").replace("&#39;", "'");
            if (!to.matches("/(health|api)/.*|/sign-in.*")) {
              next.add(to);
            }
          }
        }
      }
    }
    return pages;
  }

  private HttpResponse<String> get(HttpClient client, String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(base + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  // One node is like another: names and versions do not make another kind of page, parameters do.
  private static String kind(String path) {
    return path.replaceAll("(node-\\d+|service-\\d+)", "*")
        .replaceAll("(/templates/|template=)(?!new$)[a-z-]+", "$1*")
        .replaceAll("[?&]sort=[^&]*", "")
        .replaceAll("/(web|\\d+\\.\\d+)(?=[/?]|$)", "/*")
        .replaceAll("=[^&]*", "=*")
        .replaceAll("/20\\d{6}t[0-9a-z-]+", "/*");
  }
}
