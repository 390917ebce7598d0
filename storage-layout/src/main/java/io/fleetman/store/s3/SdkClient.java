package io.fleetman.store.s3;

import io.fleetman.store.StorageSettings;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The SDK's client, made when it is first needed: what an agent does all day goes without it, and
 * has a quarter less memory for that.
 */
final class SdkClient implements AutoCloseable {
  private final StorageSettings settings;
  private final ScheduledExecutorService timers;
  private @Nullable S3Client made;

  SdkClient(StorageSettings settings, ScheduledExecutorService timers) {
    this.settings = settings;
    this.timers = timers;
  }

  synchronized S3Client get() {
    S3Client client = made;
    if (client == null) {
      client = Clients.open(settings, timers);
      made = client;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
  }
}
