package io.fleetman.store.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The store's own clock, as its answers tell it. Where an answer has no Date, the latest time that
 * this store ever gave stands in: never the machine's own clock, which is another one.
 */
final class StoreClock {
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

  /** The Date of an answer; {@code atLeast} if neither it nor any before had one. */
  Instant read(SdkHttpResponse answer, Instant atLeast) {
    return read(date(answer), atLeast);
  }

  /** The same for a Date that was read already. */
  Instant read(@Nullable Instant date, Instant atLeast) {
    Instant now = date != null ? date : later(atLeast, latest.get());
    latest.accumulateAndGet(now, StoreClock::later);
    return now;
  }

  /** The Date of an answer; null if it has none. */
  static @Nullable Instant date(@Nullable SdkHttpResponse answer) {
    return date(answer == null ? null : answer.firstMatchingHeader("Date").orElse(null));
  }

  /** A time as HTTP writes it; null if it is none. */
  static @Nullable Instant date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      return null; // not a date: as good as none
    }
  }

  /** The Date of an answer that the SDK made an exception of; null if it has none. */
  static @Nullable Instant date(S3Exception answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null ? null : date(details.sdkHttpResponse());
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
