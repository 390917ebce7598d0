package io.fleetman.controller.web;

import io.fleetman.controller.access.Operation;
import io.fleetman.document.FleetObject;
import io.fleetman.document.FleetObject.Kind;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a route does to what, so that it can be allowed before its handler runs.
 *
 * @param operation what is done
 * @param kind to what kind of object
 * @param name which one, where <code>{parameter}</code> stands for a parameter of the path: <code>
 *     {node}/{cell}</code>; {@code *} for none in particular, as in lists and where a body names it
 */
public record Access(Operation operation, Kind kind, String name) {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

  /** To look at it. */
  public static Access view(Kind kind, String name) {
    return new Access(Operation.VIEW, kind, name);
  }

  /** To change what it says, with no effect on a node. */
  public static Access edit(Kind kind, String name) {
    return new Access(Operation.EDIT, kind, name);
  }

  /** To have nodes do something. */
  public static Access command(Kind kind, String name) {
    return new Access(Operation.COMMAND, kind, name);
  }

  /** To decide who gets in, or write keys as they are. */
  public static Access administer(Kind kind, String name) {
    return new Access(Operation.ADMINISTER, kind, name);
  }

  /** The object that a request is about. */
  FleetObject object(UnaryOperator<String> parameters) {
    return new FleetObject(
        kind,
        PARAMETER
            .matcher(name)
            .replaceAll(m -> Matcher.quoteReplacement(parameters.apply(m.group(1)))));
  }
}
