package io.fleetman.controller.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keeps foreign pages from having a browser send this controller's forms. Each browser has a random
 * cookie; each form holds its HMAC, together with the session's, by a secret that all replicas
 * share.
 */
final class FormGuard {
  static final String FIELD = "_token";
  static final String HEADER = "Fleetman-Form-Token";
  private static final String COOKIE = "fleetman_form";
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{24}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  FormGuard(byte[] secret) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** What the browser's forms must hold; gives the browser its cookie if it has none. */
  String token(Context ctx) {
    String known = ctx.attribute(COOKIE);
    String browser = known != null ? known : ctx.cookie(COOKIE);
    if (browser == null || !TOKEN.matcher(browser).matches()) {
      byte[] random = new byte[18];
      RANDOM.nextBytes(random);
      browser = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      ctx.attribute(COOKIE, browser);
      ctx.cookie(cookie(ctx, COOKIE, browser));
    }
    return sign(browser, ctx.cookie(Sessions.COOKIE));
  }

  /** Whether a form, or the header of a script's request, holds this browser's token. */
  boolean holds(Context ctx, @Nullable String token) {
    String browser = ctx.cookie(COOKIE);
    return browser != null
        && token != null
        && MessageDigest.isEqual(
            sign(browser, ctx.cookie(Sessions.COOKIE)).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a browser says that another site's page made it send this. */
  static boolean foreign(Context ctx) {
    String site = ctx.header("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = ctx.header("Origin");
    return origin != null
        && !origin
            .replaceFirst("^https?://", "")
            .equals(Objects.requireNonNullElse(ctx.host(), ""));
  }

  /** A cookie that no script sees and no foreign page sends. */
  static Cookie cookie(Context ctx, String name, String value) {
    Cookie cookie = new Cookie(name, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure(ctx));
    cookie.setSameSite(SameSite.LAX);
    return cookie;
  }

  private static boolean secure(Context ctx) {
    return "https".equals(ctx.scheme()) || "https".equals(ctx.header("X-Forwarded-Proto"));
  }

  private String sign(String browser, @Nullable String session) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] said =
          ("fleetman form " + browser + " " + Objects.requireNonNullElse(session, ""))
              .getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(said));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
