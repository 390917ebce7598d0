package io.fleetman.e2e.store;

import io.fleetman.store.ObjectStore;
import io.fleetman.store.ObjectStoreContract;
import io.fleetman.store.s3.S3ObjectStore;
import org.jspecify.annotations.Nullable;

/** The contract over HTTP. */
abstract class S3Contract extends ObjectStoreContract {
  /** The bucket under test. */
  protected abstract Endpoint endpoint();

  @Override
  protected ObjectStore open(String prefix) {
    return S3ObjectStore.open(endpoint().settings(prefix));
  }

  @Override
  protected @Nullable ObjectStore openWithSecret(String secret) {
    return S3ObjectStore.open(endpoint().withSecret(secret).settings("contract"));
  }

  @Override
  protected @Nullable ObjectStore openBucket(String bucket) {
    return S3ObjectStore.open(endpoint().withBucket(bucket).settings("contract"));
  }
}
