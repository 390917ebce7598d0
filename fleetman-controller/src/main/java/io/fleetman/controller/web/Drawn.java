package io.fleetman.controller.web;

import io.fleetman.codec.Sha256;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows to everybody alike, with its content as it was drawn for the first of them: for
 * lists that many look at, which change once a refresh and not once a request. Safe for several
 * threads.
 *
 * @param <V> what the template takes
 */
public final class Drawn<V> {
  private final V view;
  private volatile @Nullable Content content;

  /**
   * The content's bytes.
   *
   * @param html in UTF-8; never changed
   * @param etag with its quotes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(byte[] html, String etag) {
    static Content of(byte[] html) {
      return new Content(html, '"' + Sha256.of(html).substring(0, 24) + '"');
    }
  }

  /**
   * @param view immutable
   */
  public Drawn(V view) {
    this.view = view;
  }

  /** What the template takes. */
  public V view() {
    return view;
  }

  // Two who come first at the same time draw it both, and alike.
  Content content(Supplier<byte[]> draw) {
    Content known = content;
    if (known == null) {
      known = Content.of(draw.get());
      content = known;
    }
    return known;
  }
}
