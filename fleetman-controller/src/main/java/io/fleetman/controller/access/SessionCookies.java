package io.fleetman.controller.access;

import io.fleetman.layout.InvalidNameException;
import io.fleetman.layout.UserId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The session cookie: {@code 1:<user>:<issued>:<expires>:<epoch>:<signature>}, signed with
 * HMAC-SHA256 by a secret that all replicas share, so that any of them takes what another gave out.
 * It says who signed in when; whether that still counts is the user's session epoch's to say.
 */
public final class SessionCookies {
  private static final Pattern FORM =
      Pattern.compile(
          "(1:([a-z0-9._-]{1,63}):([0-9]{1,12}):([0-9]{1,12}):([a-z0-9._-]{1,63})):([A-Za-z0-9_-]{43})");
  private static final int LEAST_SECRET_BYTES = 32;

  private final SecretKeySpec key;

  /**
   * @param secret at least 32 random bytes
   * @throws IllegalArgumentException if it is shorter
   */
  public SessionCookies(byte[] secret) {
    if (secret.length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the session secret has " + secret.length + " bytes: it needs " + LEAST_SECRET_BYTES);
    }
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /**
   * What a cookie says.
   *
   * @param user who signed in
   * @param issued when, in whole seconds
   * @param expires when it ends by itself
   * @param epoch the user's session epoch at that time
   */
  public record Session(UserId user, Instant issued, Instant expires, String epoch) {}

  /** The cookie's value: letters, digits and {@code : . _ -}. */
  public String write(Session session) {
    String said =
        String.join(
            ":",
            "1",
            session.user().toString(),
            String.valueOf(session.issued().getEpochSecond()),
            String.valueOf(session.expires().getEpochSecond()),
            session.epoch());
    return said + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(sign(said));
  }

  /**
   * What a cookie says, if one of the replicas wrote it and it has not ended.
   *
   * @param now by the same clock by which it was issued; the store's is one that all replicas share
   */
  public Optional<Session> read(String cookie, Instant now) {
    Matcher m = FORM.matcher(cookie);
    if (!m.matches()) {
      return Optional.empty();
    }
    byte[] signature = Base64.getUrlDecoder().decode(m.group(6));
    if (!MessageDigest.isEqual(signature, sign(m.group(1)))) {
      return Optional.empty();
    }
    try {
      Session session =
          new Session(
              new UserId(m.group(2)),
              Instant.ofEpochSecond(Long.parseLong(m.group(3))),
              Instant.ofEpochSecond(Long.parseLong(m.group(4))),
              m.group(5));
      return now.isBefore(session.expires()) ? Optional.of(session) : Optional.empty();
    } catch (InvalidNameException | DateTimeException e) {
      return Optional.empty(); // signed by us, and yet nothing that this program would write
    }
  }

  private byte[] sign(String said) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(("fleetman session " + said).getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
