package io.fleetman.embedded;

/** The store could not be started; the message says why and names the folder or the address. */
public final class EmbeddedStoreException extends Exception {
  EmbeddedStoreException(String message) {
    super(message);
  }

  EmbeddedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
