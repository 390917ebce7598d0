package io.fleetman.embedded;

/**
 * The store as s3proxy is on its own: racing writers with {@code If-Match} can both win, and
 * temporary names are listed. For tests that show that such a store is noticed.
 */
public final class UnlockedStore {
  private UnlockedStore() {}

  /** As {@link EmbeddedStore#start(EmbeddedStore.Settings)}, without what makes writes atomic. */
  public static EmbeddedStore start(EmbeddedStore.Settings settings) throws EmbeddedStoreException {
    return EmbeddedStore.start(settings, EmbeddedStore.Writes.AS_S3PROXY_DOES);
  }
}
