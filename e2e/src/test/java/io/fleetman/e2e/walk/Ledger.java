package io.fleetman.e2e.walk;

import io.fleetman.store.ForwardingObjectStore;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The bucket itself; every change of it, also one that lands late, is judged as it happens. */
final class Ledger extends ForwardingObjectStore {
  private final InMemoryObjectStore memory;
  private final BucketRules rules;

  Ledger(InMemoryObjectStore memory) {
    super(memory);
    this.memory = memory;
    this.rules = new BucketRules(memory);
  }

  BucketRules rules() {
    return rules;
  }

  List<String> keys() {
    return memory.keys();
  }

  @Override
  public PutResult put(String key, byte[] body, Precondition precondition) {
    byte[] before = rules.body(key);
    PutResult result = memory.put(key, body, precondition);
    if (result instanceof PutResult.Written) {
      rules.written(key, before, body, precondition);
    }
    return result;
  }

  @Override
  public void putFile(String key, Path file, Progress progress) {
    byte[] before = rules.body(key);
    memory.putFile(key, file, progress);
    rules.bytesPut(key, before);
  }

  @Override
  public void copy(String source, String target) {
    byte[] before = rules.body(target);
    memory.copy(source, target);
    rules.bytesPut(target, before);
  }

  @Override
  public void delete(String key) {
    memory.delete(key);
    rules.deleted(key);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    memory.deleteAll(keys);
    keys.forEach(rules::deleted);
  }
}
