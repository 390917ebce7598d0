package io.fleetman.controller.web;

import io.fleetman.codec.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The page's style sheets, scripts and icon, each under an address that holds its content's hash,
 * so that browsers may keep it for ever. Only what is listed here is served; there is no path to
 * walk.
 */
public final class Assets {
  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final Map<String, String> RESOURCES =
      Map.ofEntries(
          Map.entry("tabler.css", WEBJARS + "tabler__core/1.4.0/dist/css/tabler.min.css"),
          Map.entry("htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"),
          Map.entry("fleetman.css", "web/fleetman.css"),
          Map.entry("theme.js", "web/theme.js"),
          Map.entry("portal.js", "web/portal.js"),
          Map.entry("jobs.css", "web/jobs.css"),
          Map.entry("upload.js", "web/upload.js"),
          Map.entry("editor.js", "web/editor.js"),
          Map.entry("icon.svg", "web/icon.svg"),
          Map.entry("swagger-ui.css", WEBJARS + "swagger-ui/5.34.1/swagger-ui.css"),
          Map.entry("swagger-ui.js", WEBJARS + "swagger-ui/5.34.1/swagger-ui-bundle.js"),
          Map.entry("reference.js", "web/reference.js"));

  private final Map<String, Asset> byPath = new LinkedHashMap<>();
  private final Map<String, String> urls = new LinkedHashMap<>();

  /**
   * What is sent.
   *
   * @param type for Content-Type
   * @param bytes as they are
   * @param gzipped compressed once
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Asset(String type, byte[] bytes, byte[] gzipped) {}

  private Assets() {}

  /**
   * Reads them all from the class path.
   *
   * @throws IllegalStateException if one is missing: the program was packaged wrong
   */
  static Assets load() {
    Assets assets = new Assets();
    RESOURCES.forEach(assets::add);
    return assets;
  }

  /** The address of one of them, for templates. */
  public String url(String name) {
    String url = urls.get(name);
    if (url == null) {
      throw new IllegalArgumentException("no such asset: " + name);
    }
    return url;
  }

  Optional<Asset> find(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private void add(String name, String resource) {
    byte[] bytes = read(resource);
    String path = "/assets/" + Sha256.of(bytes).substring(0, 12) + "/" + name;
    urls.put(name, path);
    byPath.put(path, new Asset(type(name), bytes, gzip(bytes)));
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("no type for " + name);
    };
  }
}
