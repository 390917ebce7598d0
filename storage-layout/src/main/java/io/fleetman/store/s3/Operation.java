package io.fleetman.store.s3;

/**
 * What is asked of the store, for messages and for what a failure means.
 *
 * @param verb as S3 calls it
 * @param key relative to the fleet's prefix
 * @param writes whether it changes the store
 */
record Operation(String verb, String key, boolean writes) {
  static Operation reading(String verb, String key) {
    return new Operation(verb, key, false);
  }

  static Operation writing(String verb, String key) {
    return new Operation(verb, key, true);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? verb : verb + " " + key;
  }
}
