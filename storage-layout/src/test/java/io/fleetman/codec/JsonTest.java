package io.fleetman.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.document.Desired;
import io.fleetman.document.SnapshotMark;
import io.fleetman.document.TriggerDocument;
import io.fleetman.layout.RelativePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void aHandWrittenTriggerIsCompletedFromItsBody() {
    TriggerDocument trigger = read("{\"version\": \"1.3\"}", TriggerDocument.class);

    assertThat(trigger.version()).hasToString("1.3");
    assertThat(trigger.desired()).isEqualTo(Desired.RUNNING);
    assertThat(trigger.sequence()).isNull();
    assertThat(trigger.id()).startsWith("hand-").isEqualTo(trigger.deployId());
    assertThat(read("{\"version\": \"1.4\"}", TriggerDocument.class).id())
        .isNotEqualTo(trigger.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"version": "1", "id": "Mine"}              | is not a valid id
          {"version": "1", "deployId": "a/b"}         | is not a valid deployId
          {"version": "1", "restartId": ""}           | is not a valid restartId
          {"version": "1", "sequence": -1}            | sequence: -1 cannot be counted on from
          {"version": "1", "sequence": 9223372036854775807} | leave it out
          """)
  void aHandWrittenTriggerWhoseEndCouldNeverBeWrittenIsRefused(String body, String problem) {
    assertThatThrownBy(() -> read(body, TriggerDocument.class))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void halfADocumentIsSaidToBeThatInPlainWords() {
    assertThatThrownBy(() -> read("{\"a\": [", SnapshotMark.class))
        .isInstanceOf(DocumentException.class)
        .hasMessage(
            "test cannot be read: Unexpected end-of-input: expected close marker for Array");
  }

  @Test
  void aMarkWithoutAKindSaysWhichThereAre() {
    assertThatThrownBy(() -> read("{\"node\": \"n1\"}", SnapshotMark.class))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("kind is missing: write one of snapshot, deleted, aborted");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    SnapshotMark mark =
        read(
            """
            {"kind": "snapshot", "node": "n1", "cell": "web", "manifest": "web", "version": "1",
             "spec": {"profile": "systemd", "command": "./run", "health": {"within": "20s"},
                      "future": 1},
             "files": {"bin/web": {"key": "k", "size": 3, "sha256": "ab"}}}
            """,
            SnapshotMark.class);

    assertThat(Json.read("again", Json.write(mark), SnapshotMark.class)).isEqualTo(mark);
    assertThat(((SnapshotMark.Snapshot) mark).files()).containsKey(new RelativePath("bin/web"));
    assertThat(((SnapshotMark.Snapshot) mark).spec().health().within())
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(new String(Json.write(mark), StandardCharsets.UTF_8))
        .contains("\"kind\" : \"snapshot\"");
  }

  @Test
  void anUnknownKindIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> read("{\"kind\": \"novel\"}", SnapshotMark.class))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("unknown kind 'novel'");
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read("test", json.getBytes(StandardCharsets.UTF_8), type);
  }
}
