package io.fleetman.controller.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.support.Progress;
import io.fleetman.document.OperationDocument;
import io.fleetman.document.OperationDocument.Failure;
import io.fleetman.layout.Keys;
import io.fleetman.store.DocumentStore;
import io.fleetman.store.ETag;
import io.fleetman.store.Precondition;
import io.fleetman.store.Read;
import io.fleetman.store.StoreException;
import io.fleetman.store.WriteResult;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation, for the controller that does it: counts, and writes down how far it is, from
 * {@link #start} on every few seconds. Whoever else takes it over is left to tell of it.
 */
public final class Run implements Progress {
  private static final Logger log = LoggerFactory.getLogger(Run.class);
  private static final int LAST_WORDS = 6;

  private final DocumentStore documents;
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private OperationDocument document;
  private ETag etag;
  private boolean over;
  private @Nullable Thread heart;

  Run(DocumentStore documents, OperationDocument begun, ETag etag) {
    this.documents = documents;
    this.document = begun;
    this.etag = etag;
  }

  /** As it was written down last. */
  public synchronized OperationDocument document() {
    return document;
  }

  @Override
  public void expects(long more) {
    expected.addAndGet(more);
  }

  @Override
  public void did(long more) {
    done.addAndGet(more);
  }

  /** Says from now on that it is under way, until it is over. */
  public synchronized void start() {
    heart = Thread.ofVirtual().name("operation " + document.id()).start(this::beat);
  }

  /** It is done; {@code came} is what came of it. */
  public void succeeded(JsonNode came) {
    end(counted().succeeded(came));
  }

  /** It is not done. */
  public void failed(Failure why) {
    end(counted().failed(why));
  }

  private synchronized OperationDocument counted() {
    long total = Math.max(expected.get(), done.get());
    return document.at(done.get(), expected.get() == 0 ? null : total);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(Operations.EVERY);
        synchronized (this) {
          if (over) {
            return;
          }
          tell(counted());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is over
    }
  }

  // What is not told in the end would look as if it had been interrupted.
  private void end(OperationDocument last) {
    for (int attempt = 1; attempt <= LAST_WORDS; attempt++) {
      synchronized (this) {
        if (!over && tell(last)) {
          over = true;
          if (heart != null) {
            heart.interrupt();
          }
        }
        if (over) {
          return;
        }
      }
      try {
        Thread.sleep(Operations.EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    synchronized (this) {
      over = true;
    }
    log.warn("what came of operation {} could not be written down: {}", last.id(), last.state());
  }

  /** Whether there is nothing to tell any more. */
  private boolean tell(OperationDocument now) {
    try {
      switch (documents.write(
          Keys.operation(now.id()), now, OperationDocument.class, Precondition.matches(etag))) {
        case WriteResult.Written<OperationDocument>(var written) -> {
          document = now;
          etag = written;
          return true;
        }
        case WriteResult.Lost<OperationDocument>(var current) -> {
          if (current instanceof Read.Found<OperationDocument> found
              && found.value().run().equals(now.run())) {
            etag = found.etag(); // this very run's, whose answer was lost
            return false;
          }
          over = true; // taken over, or deleted
          return true;
        }
      }
    } catch (StoreException e) {
      log.warn("how far operation {} is could not be written: {}", now.id(), e.getMessage());
      return false;
    }
  }
}
