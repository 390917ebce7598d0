package io.fleetman.controller.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Tabler's outline icons, by their names at tabler.io/icons, read when they are first drawn. */
public final class Icons {
  private static final String FOLDER =
      "META-INF/resources/webjars/tabler__icons/3.35.0/icons/outline/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}");
  private static final Map<String, String> DRAWN = new ConcurrentHashMap<>();

  private Icons() {}

  /**
   * The shapes of an icon, as SVG without its outer element.
   *
   * @throws IllegalArgumentException if there is no such icon: the template is wrong
   */
  public static String shapes(String name) {
    return DRAWN.computeIfAbsent(name, Icons::read);
  }

  private static String read(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no such icon: " + name);
    }
    try (InputStream in =
        Icons.class.getClassLoader().getResourceAsStream(FOLDER + name + ".svg")) {
      if (in == null) {
        throw new IllegalArgumentException("no such icon: " + name);
      }
      String svg = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return svg.substring(svg.indexOf('>') + 1, svg.lastIndexOf("</svg>"))
          .replace("<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"/>", "")
          .replaceAll("\\s*\\n\\s*", "");
    } catch (IOException e) {
      throw new UncheckedIOException("the icon " + name + " cannot be read", e);
    }
  }
}
