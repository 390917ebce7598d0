package io.fleetman.store.s3;

import io.fleetman.store.ObjectReader;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/** Every request's limits of time and size. */
final class Limits {
  /** Requests at a time; more wait for a connection. */
  static final int CONNECTIONS = 72;

  /**
   * The longest page of a listing: a thousand keys of a thousand characters, each written as three.
   */
  static final int LISTING = 4 << 20;

  /** Up to here a file goes in one PUT. */
  static final long SINGLE_PUT = 16L << 20;

  /** Parts of a large upload that are under way at a time. */
  static final int PARTS_AT_A_TIME = 4;

  /** S3's largest copy in one request. */
  static final long SINGLE_COPY = 5L << 30;

  /** S3 allows 10,000 parts; some room is left. */
  static final int MOST_PARTS = 9_000;

  /** Copies and the end of an upload happen on the store's side, without a byte for us. */
  static final Duration STORE_SIDE = Duration.ofMinutes(5);

  private static final Duration TRANSFER_BASE = Duration.ofSeconds(60);
  private static final long SLOWEST_BYTES_A_SECOND = 64 << 10;
  private static final long SMALLEST_PART = 8L << 20;
  private static final long COPY_PART = 512L << 20;

  /** How long a connection that rests is kept. */
  static final int KEEP_ALIVE_SECONDS = 20;

  private Limits() {}

  /** Gives a request the time of a transfer of so many bytes. */
  static void transfer(AwsRequestOverrideConfiguration.Builder request, long bytes) {
    Duration limit = transfer(bytes);
    request.apiCallTimeout(limit).apiCallAttemptTimeout(limit);
  }

  /** Gives a request the time of work that happens in the store. */
  static void storeSide(AwsRequestOverrideConfiguration.Builder request) {
    request.apiCallTimeout(STORE_SIDE).apiCallAttemptTimeout(STORE_SIDE);
  }

  /** How long a transfer of so many bytes may take. */
  static Duration transfer(long bytes) {
    return TRANSFER_BASE.plusSeconds(bytes / SLOWEST_BYTES_A_SECOND);
  }

  /**
   * The largest document, in bytes, for a program with so much memory: what it says needs room too.
   */
  static int document(long memory) {
    return (int) Math.min(ObjectReader.MAX_DOCUMENT_BYTES, memory / 8 * 3);
  }

  /** Bytes of each part, but the last, of an upload of this size. */
  static long uploadPart(long size) {
    return partSize(size, SMALLEST_PART);
  }

  /** Bytes of each part, but the last, of a copy of this size. */
  static long copyPart(long size) {
    return partSize(size, COPY_PART);
  }

  private static long partSize(long size, long smallest) {
    long mib = 1L << 20;
    long needed = Math.ceilDiv(Math.ceilDiv(size, MOST_PARTS), mib) * mib;
    return Math.max(smallest, needed);
  }
}
