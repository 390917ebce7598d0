package io.fleetman.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.codec.Sha256;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests as S3 wants it (AWS Signature Version 4). The SDK's own signer takes a good part
 * of the time of a small request; a test holds this one to it.
 */
final class SigV4 {
  /** The hash of a body that is empty. */
  static final String NO_BODY = Sha256.of(new byte[0]);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DAY = 8;
  private static final String HMAC = "HmacSHA256";
  private static final HexFormat PERCENT = HexFormat.of().withUpperCase();

  /**
   * Who signs.
   *
   * @param token of temporary keys; null for lasting ones
   */
  record Keys(String access, String secret, @Nullable String token) {}

  private record DayKey(String day, String secret, SecretKeySpec key) {}

  private final String region;
  private final AtomicReference<@Nullable DayKey> dayKey = new AtomicReference<>();

  SigV4(String region) {
    this.region = region;
  }

  /**
   * The headers to add, {@code headers} among them.
   *
   * @param path encoded, as it is sent
   * @param query encoded and sorted, as it is sent; empty if there is none
   * @param headers in lower case; all of them are signed
   * @param bodyHash lower-case sha256 of the body
   */
  Map<String, String> sign(
      Keys keys,
      Instant now,
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String bodyHash) {
    String time = TIME.format(now);
    TreeMap<String, String> signed = new TreeMap<>(headers);
    signed.put("x-amz-content-sha256", bodyHash);
    signed.put("x-amz-date", time);
    if (keys.token() != null) {
      signed.put("x-amz-security-token", keys.token());
    }
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder(512);
    canonical.append(method).append('\n').append(path).append('\n').append(query).append('\n');
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(bodyHash);
    String day = time.substring(0, DAY);
    String scope = day + "/" + region + "/s3/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + time
            + "\n"
            + scope
            + "\n"
            + Sha256.of(canonical.toString().getBytes(UTF_8));
    String signature = HexFormat.of().formatHex(hmac(key(day, keys.secret()), toSign));
    signed.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential="
            + keys.access()
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
    return signed;
  }

  private SecretKeySpec key(String day, String secret) {
    DayKey known = dayKey.get();
    if (known == null || !known.day().equals(day) || !known.secret().equals(secret)) {
      SecretKeySpec key = new SecretKeySpec(("AWS4" + secret).getBytes(UTF_8), HMAC);
      for (String part : new String[] {day, region, "s3", "aws4_request"}) {
        key = new SecretKeySpec(hmac(key, part), HMAC);
      }
      known = new DayKey(day, secret, key);
      dayKey.set(known);
    }
    return known.key();
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  /** Percent-encodes all but what a signature leaves alone, and, in a path, its slashes. */
  static String encoded(String text, boolean path) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.'
              || c == '~'
              || (path && c == '/');
      if (plain) {
        out.append(c);
      } else {
        out.append('%');
        PERCENT.toHexDigits(out, b);
      }
    }
    return out.toString();
  }
}
