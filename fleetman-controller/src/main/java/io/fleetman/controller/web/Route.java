package io.fleetman.controller.web;

import io.javalin.http.HandlerType;
import java.util.regex.Pattern;

/**
 * One way into the controller. There is none without what it does to what.
 *
 * @param method of HTTP
 * @param path as Javalin writes paths
 * @param access what is checked before the handler runs
 * @param does what it is called in the record of changes, in the CLI's words; empty where nothing
 *     is changed
 * @param handler a page's or the API's
 */
record Route(HandlerType method, String path, Access access, String does, Handler handler) {
  /** What answers. */
  sealed interface Handler {
    /** With a page. */
    record Page(PageHandler of) implements Handler {}

    /**
     * With a resource.
     *
     * @param streamed whether the body is of any size, and read by the handler as it comes
     */
    record Resource(ApiHandler of, boolean streamed) implements Handler {}
  }

  /** Whether it may change something. */
  boolean changes() {
    return !method.equals(HandlerType.GET);
  }

  /** Whether it is at this address, whatever the method. */
  boolean answers(String address) {
    StringBuilder pattern = new StringBuilder();
    for (String part : path.split("(?=[{<])|(?<=[}>])", -1)) {
      pattern.append(
          part.startsWith("{") ? "[^/]+" : part.startsWith("<") ? ".+" : Pattern.quote(part));
    }
    return address.matches(pattern + "/?");
  }
}
