package io.fleetman.agent.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.agent.report.Problems;
import io.fleetman.agent.work.SeenTrigger;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.Keys;
import io.fleetman.layout.NodeId;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.InMemoryObjectStore;
import io.fleetman.store.ListPage;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One look at the triggers. */
class ScanTest {
  private static final NodeId NODE = new NodeId("n1");
  private static final CellRef CELL = new CellRef(NODE, new CellId("web"));

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<SeenTrigger> heard = new ArrayList<>();
  private final Line line = new Line();
  private final Scan scan = new Scan(NODE, line, new Ear(), new Problems(Clock.systemUTC()));

  @Test
  void invariant14_anAnswerThatWasGarbledOnceIsReadAgainThoughTheTriggerDidNotChange()
      throws Exception {
    store.plant(Keys.trigger(CELL), "{\"version\": \"1\"}".getBytes(UTF_8));

    line.garbled = true;
    scan.run();
    line.garbled = false;
    scan.run();
    scan.run();

    assertThat(heard).hasSize(2);
    assertThat(heard.getFirst()).isInstanceOf(SeenTrigger.Garbled.class);
    assertThat(heard.getLast()).isInstanceOf(SeenTrigger.Understood.class);
  }

  @Test
  void invariant12_aTriggerThatIsTooLargeToBeOneIsNotTakenIntoMemory() throws Exception {
    String ids = "\"x\",".repeat(400_000);
    store.plant(
        Keys.trigger(CELL),
        ("{\"version\": \"1\", \"recent\": [" + ids + "\"x\"]}").getBytes(UTF_8));

    scan.run();

    assertThat(heard).singleElement().isInstanceOf(SeenTrigger.Garbled.class);
    assertThat(heard.toString()).contains("larger than 1 MB");
  }

  private final class Ear implements Scan.Sink {
    @Override
    public void offer(CellId cell, SeenTrigger trigger) {
      heard.add(trigger);
    }

    @Override
    public void recheck(CellId cell) {}
  }

  /** Gives half of each object under the whole one's ETag, as a proxy on the way may. */
  private final class Line implements ObjectReader {
    private volatile boolean garbled;

    @Override
    public GetResult get(String key) {
      return maybe(store.get(key));
    }

    @Override
    public GetResult getIfChanged(String key, ETag known) {
      return maybe(store.getIfChanged(key, known));
    }

    private GetResult maybe(GetResult result) {
      return garbled && result instanceof GetResult.Found f
          ? new GetResult.Found(
              Arrays.copyOf(f.body(), f.body().length / 2),
              f.etag(),
              f.lastModified(),
              f.storeNow())
          : result;
    }

    @Override
    public ObjectBody open(String key) {
      return store.open(key);
    }

    @Override
    public ObjectBody open(String key, long offset, long length) {
      return store.open(key, offset, length);
    }

    @Override
    public ListPage list(String prefix, @Nullable String delimiter, @Nullable String next) {
      return store.list(prefix, delimiter, next);
    }
  }
}
