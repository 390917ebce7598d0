package io.fleetman.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetman.store.Precondition;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not what was asked for.
 *
 * @param status of HTTP
 * @param code S3's word for it; empty if the answer has none
 * @param said S3's sentence; empty if the answer has none
 * @param storeNow the store's Date; null if it did not say
 */
record Refusal(int status, String code, String said, @Nullable Instant storeNow) {
  private static final int LONGEST = 64 * 1024;
  private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

  /** Reads it; not the whole of an object that was sent where a part was asked for. */
  static Refusal of(Exchange answer) throws IOException {
    int status = answer.status();
    String body = status == 200 ? "" : text(answer);
    return of(status, body, StoreClock.date(answer.header("date")));
  }

  static Refusal of(int status, String body, @Nullable Instant storeNow) {
    return new Refusal(status, first(CODE, body), first(MESSAGE, body), storeNow);
  }

  /** A short body as text. */
  static String text(Exchange answer) throws IOException {
    return new String(answer.body().readNBytes(LONGEST), UTF_8);
  }

  /** As the exception that it is to callers. */
  StoreException named(Operation operation, Failures failures, Wire wire) {
    if (code.equals("RequestTimeTooSkewed") && storeNow != null) {
      wire.dateBy(storeNow); // as the SDK does: said once, and the next request goes through
    }
    return failures.refused(
        operation, status, code, said.isEmpty() ? "HTTP " + status : said, null);
  }

  /** Whether there is no such object, by S3's own word: a bare 404 may come from anybody. */
  boolean saysNoSuchKey() {
    return status == 404 && code.equals(Failures.NO_SUCH_KEY);
  }

  /** Whether it is the answer to a condition that does not hold. */
  boolean refuses(Precondition precondition) {
    return switch (precondition) {
      case Precondition.None _ -> false;
      case Precondition.Absent _ -> status == 412;
      case Precondition.Matches _ -> status == 412 || saysNoSuchKey();
    };
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? matcher
            .group(1)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&")
        : "";
  }
}
