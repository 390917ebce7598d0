package io.fleetman.controller.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sentence on the page that a form leads to. It goes through the browser in a cookie that lives
 * until it is shown, so that no controller has to keep it.
 *
 * @param tone how it went
 * @param text plain text
 */
public record Toast(Tone tone, String text) {
  private static final String COOKIE = "fleetman_toast";
  private static final int MOST = 600;

  /** It was done. */
  public static Toast done(String text) {
    return new Toast(Tone.GOOD, text);
  }

  /** It was not done. */
  public static Toast failed(String text) {
    return new Toast(Tone.BAD, text);
  }

  void send(Context ctx) {
    String cut = text.length() > MOST ? text.substring(0, MOST) + "…" : text;
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString((tone.name() + " " + cut).getBytes(StandardCharsets.UTF_8));
    Cookie cookie = FormGuard.cookie(ctx, COOKIE, value);
    cookie.setMaxAge(60);
    ctx.cookie(cookie);
  }

  static @Nullable Toast take(Context ctx) {
    String value = ctx.cookie(COOKIE);
    if (value == null) {
      return null;
    }
    Cookie gone = FormGuard.cookie(ctx, COOKIE, "");
    gone.setMaxAge(0);
    ctx.cookie(gone);
    return read(value).orElse(null);
  }

  private static Optional<Toast> read(String value) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      return space < 0
          ? Optional.empty()
          : Optional.of(
              new Toast(Tone.valueOf(text.substring(0, space)), text.substring(space + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // nothing that this program wrote
    }
  }
}
