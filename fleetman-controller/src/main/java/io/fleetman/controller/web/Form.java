package io.fleetman.controller.web;

import io.fleetman.controller.support.Refusal;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a browser's form says, and what is wrong with it: a page is shown again with both, so that
 * nobody types twice.
 */
public final class Form {
  private final Map<String, List<String>> fields;
  private final Map<String, String> errors = new LinkedHashMap<>();

  private Form(Map<String, List<String>> fields) {
    this.fields = fields;
  }

  /** With nothing in it. */
  public static Form empty() {
    return new Form(Map.of());
  }

  static Form of(Context ctx) {
    return new Form(ctx.formParamMap());
  }

  /** A form with these values already in it. */
  public static Form with(Map<String, String> values) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    values.forEach((name, value) -> fields.put(name, List.of(value)));
    return new Form(fields);
  }

  /** The same with several values a field. */
  public static Form of(Map<String, List<String>> values) {
    return new Form(values);
  }

  /** A field without spaces at its ends; empty if it is missing. */
  public String text(String name) {
    return raw(name).strip();
  }

  /** A field as it was typed, with line ends as Unix has them; empty if it is missing. */
  public String raw(String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst().replace("\r\n", "\n");
  }

  /** All values of a field, as of several check boxes. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** Whether a box is checked. */
  public boolean checked(String name) {
    return !text(name).isEmpty();
  }

  /**
   * Reads a field; what is wrong is kept as the field's error.
   *
   * @param type throws {@link IllegalArgumentException} (as all names do) with a sentence
   * @return null if it cannot be read
   */
  public <T> @Nullable T read(String name, Function<String, T> type) {
    try {
      return type.apply(text(name));
    } catch (IllegalArgumentException e) {
      refuse(name, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * Returns if the name was typed that a removal asks for.
   *
   * @throws Refusal.Invalid if it was not
   */
  public void agreed(String name) {
    if (!text("typed").equals(name)) {
      throw new Refusal.Invalid("typed: to take it away, type its name: " + name);
    }
  }

  /** Something is wrong with a field; with the form as a whole if the name is empty. */
  public void refuse(String name, String sentence) {
    errors.merge(name, sentence, (a, b) -> a + "\n" + b);
  }

  /** The operation refused it. */
  public void refuse(Refusal refusal) {
    refusal.problems().forEach(problem -> refuse("", problem));
  }

  /** What is wrong with a field; null if nothing is. */
  public @Nullable String error(String name) {
    return errors.get(name);
  }

  /** Whether nothing is wrong. */
  public boolean ok() {
    return errors.isEmpty();
  }
}
