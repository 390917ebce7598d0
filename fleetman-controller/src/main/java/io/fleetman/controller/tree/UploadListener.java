package io.fleetman.controller.tree;

import io.fleetman.controller.support.Progress;
import io.fleetman.layout.RelativePath;

/** Hears how far an upload is; called from several threads. */
public interface UploadListener {
  /** Nobody listens. */
  UploadListener NONE = new UploadListener() {};

  /** Counts files, and stops after one of them if the work is to stop. */
  static UploadListener counting(Progress progress) {
    return new UploadListener() {
      @Override
      public void begins(int files, int copies, long bytes) {
        progress.expects(files + (long) copies);
      }

      @Override
      public void done(RelativePath path) {
        progress.did(1);
        progress.proceed(); // no index names what was sent so far
      }
    };
  }

  /**
   * The work ahead: what is not in the draft yet.
   *
   * @param files whose bytes are sent
   * @param copies files whose bytes are copied within the store
   * @param bytes of both
   */
  default void begins(int files, int copies, long bytes) {}

  /** So many bytes more were sent. */
  default void sent(long bytes) {}

  /** A file's bytes are on the store. */
  default void done(RelativePath path) {}
}
