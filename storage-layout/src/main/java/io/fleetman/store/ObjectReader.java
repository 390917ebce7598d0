package io.fleetman.store;

import org.jspecify.annotations.Nullable;

/**
 * Reading a store. Keys are relative to the fleet's prefix. Every call has a time limit; every
 * failure is a {@link StoreException}; only a store that answered "there is none" yields absence.
 */
public interface ObjectReader {
  /** The largest object that {@link #get} reads: documents are small. */
  int MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

  /** Reads a document. */
  GetResult get(String key);

  /** Reads a document unless it is still as {@code known}; one conditional GET. */
  GetResult getIfChanged(String key, ETag known);

  /**
   * Opens an object of any size.
   *
   * @throws StoreException.NotFound if there is none
   */
  ObjectBody open(String key);

  /**
   * Opens a part of an object.
   *
   * @param offset of its first byte
   * @param length its bytes, at least 1, none beyond the object's end
   * @throws StoreException.NotFound if there is none
   */
  ObjectBody open(String key, long offset, long length);

  /**
   * One page of the keys that begin with {@code prefix}, at most 1,000.
   *
   * @param delimiter {@code "/"} to see one level only; null for all below
   * @param continuation {@link ListPage#next} of the page before; null for the first
   */
  ListPage list(String prefix, @Nullable String delimiter, @Nullable String continuation);
}
