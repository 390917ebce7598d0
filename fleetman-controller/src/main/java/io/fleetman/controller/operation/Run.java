package io.fleetman.controller.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetman.controller.support.Canceled;
import io.fleetman.controller.support.Progress;
import io.fleetman.document.Author;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation, for the controller that does it: counts, and writes down how far it is, from
 * {@link #start} on every few seconds, which is when it hears that it is to stop. Whoever else
 * takes it over is left to tell of it.
 */
public final class Run implements Progress {
  private static final Logger log = LoggerFactory.getLogger(Run.class);
  private static final int LAST_WORDS = 6;

  private final DocumentStore documents;
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private volatile OperationDocument document;
  private ETag etag;
  private boolean over;
  private @Nullable Thread heart;

  Run(DocumentStore documents, OperationDocument begun, ETag etag) {
    this.documents = documents;
    this.document = begun;
    this.etag = etag;
  }

  /** As it was written down last. */
  public OperationDocument document() {
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

  @Override
  public void proceed() {
    Author who = document.cancel();
    if (who != null) {
      throw new Canceled(who);
    }
  }

  /** Says from now on that it is under way, until it is over. */
  public synchronized void start() {
    heart = Thread.ofVirtual().name("operation " + document.id()).start(this::beat);
  }

  /** It is done; {@code came} is what came of it. */
  public void succeeded(JsonNode came) {
    end(d -> counted(d).succeeded(came));
  }

  /** It is not done. */
  public void failed(Failure why) {
    end(d -> counted(d).failed(why));
  }

  /** It stopped before it was done, as somebody asked for. */
  public void canceled(Failure why) {
    end(d -> counted(d).canceled(why));
  }

  private OperationDocument counted(OperationDocument d) {
    long total = Math.max(expected.get(), done.get());
    return d.at(done.get(), expected.get() == 0 ? null : total);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(Operations.EVERY);
        synchronized (this) {
          if (over) {
            return;
          }
          var _ = tell(this::counted);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is over
    }
  }

  // What is not told in the end would look as if it had been interrupted.
  private void end(UnaryOperator<OperationDocument> last) {
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
    log.warn("what came of operation {} could not be written down", document.id());
  }

  /** Whether there is nothing to tell any more. */
  private boolean tell(UnaryOperator<OperationDocument> how) {
    try {
      for (int i = 0; i < 2; i++) {
        OperationDocument now = how.apply(document);
        switch (documents.write(
            Keys.operation(now.id()), now, OperationDocument.class, Precondition.matches(etag))) {
          case WriteResult.Written<OperationDocument>(var written) -> {
            document = now;
            etag = written;
            return true;
          }
          case WriteResult.Lost<OperationDocument>(var current) -> {
            if (!(current instanceof Read.Found<OperationDocument> found
                && found.value().run().equals(now.run()))) {
              over = true; // taken over, or deleted
              return true;
            }
            // This very run's: its answer was lost, or somebody asked for it to stop.
            etag = found.etag();
            document = document.asked(found.value().cancel());
          }
        }
      }
    } catch (StoreException e) {
      log.warn("how far operation {} is could not be written: {}", document.id(), e.getMessage());
    }
    return false;
  }
}
