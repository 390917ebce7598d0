package io.fleetman.controller.access;

import io.fleetman.codec.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API token as its owner holds it: {@code flm_<id>_<secret>}.
 *
 * @param id its public part, 12 hexadecimal digits
 * @param secret 256 random bits, 64 hexadecimal digits
 */
record TokenText(String id, String secret) {
  private static final Pattern FORM = Pattern.compile("flm_([0-9a-f]{12})_([0-9a-f]{64})");
  private static final SecureRandom RANDOM = new SecureRandom();

  static TokenText fresh() {
    return new TokenText(random(6), random(32));
  }

  /** Empty if it is not of that form. */
  static Optional<TokenText> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches() ? Optional.of(new TokenText(m.group(1), m.group(2))) : Optional.empty();
  }

  /** What may be kept of the secret: with 256 random bits a plain hash is beyond guessing. */
  String hash() {
    return Sha256.of(secret.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether the hash is this secret's, in a time that says nothing of where they differ. */
  boolean has(String sha256) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), sha256.getBytes(StandardCharsets.US_ASCII));
  }

  String lastFour() {
    return secret.substring(secret.length() - 4);
  }

  String text() {
    return "flm_" + id + "_" + secret;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "flm_" + id + "_…" + lastFour();
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
