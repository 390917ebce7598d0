package io.fleetman.store;

import org.jspecify.annotations.Nullable;

/**
 * A store that did not do what was asked. It never means that an object is absent, but for {@link
 * NotFound}. The message names the operation, the key and the fix where there is one.
 */
public abstract sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** True if a write may have been done, or may still be, though its answer did not come. */
  public boolean mayHaveLanded() {
    return false;
  }

  /** True if the same call may succeed later without anybody doing anything. */
  public boolean isTransient() {
    return false;
  }

  /** 401, 403: the keys are wrong or lack a permission. */
  public static final class AccessDenied extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public AccessDenied(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The bucket, or an object that was opened or copied, does not exist. */
  public static final class NotFound extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public NotFound(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Timeouts, broken connections, cut bodies, 5xx, 503 slow down, 409 try again. */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;
    private final boolean landed;

    /** With a sentence for the user, and whether a write may have been done all the same. */
    public Unavailable(String message, boolean mayHaveLanded, @Nullable Throwable cause) {
      super(message, cause);
      this.landed = mayHaveLanded;
    }

    @Override
    public boolean mayHaveLanded() {
      return landed;
    }

    @Override
    public boolean isTransient() {
      return true;
    }
  }

  /** Any other refusal: the request is wrong for this store, and will be again. */
  public static final class Rejected extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With a sentence for the user. */
    public Rejected(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
