package io.fleetman.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 13: a name that is not safe as a key and as a path is refused, with the fix. */
class NamesTest {
  private static final String ID_FIX =
      "use 1 to 63 of a-z, 0-9, '.', '_' and '-', beginning with a letter or a digit, without '..'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "-a",
        "_a",
        ".a",
        "a..b",
        "Web",
        "a b",
        "a/b",
        "a\\b",
        "../a",
        "a\n",
        "a\u0000",
        "ä",
        "a+b",
        "<script>",
        "a%2fb",
        "{{ node }}",
        "a*",
        "~a",
        "$a"
      })
  void idsThatAreRefused(String name) {
    assertThatThrownBy(() -> new NodeId(name))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageEndingWith("is not a valid node id: " + ID_FIX);
    assertThatThrownBy(() -> new CellId(name)).hasMessageContaining("is not a valid cell id: ");
    assertThatThrownBy(() -> new ManifestId(name))
        .hasMessageContaining("is not a valid manifest name: ");
    assertThatThrownBy(() -> Keys.resourceProfile(name))
        .hasMessageContaining("is not a valid resource profile: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "node-1", "web.b_c", "a.b-c_d"})
  void idsThatAreFine(String name) {
    assertThatCode(() -> new NodeId(name)).doesNotThrowAnyException();
    assertThatCode(() -> new CellId(name)).doesNotThrowAnyException();
    assertThatCode(() -> new ManifestId(name)).doesNotThrowAnyException();
  }

  @Test
  void aNameThatIsADocumentsKeyAndAFolderIsRefused() {
    assertThatThrownBy(() -> new ManifestId("web.json"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("is not a valid manifest name: '.json' at its end");
    assertThatThrownBy(() -> new TemplateId("web.json"))
        .hasMessageContaining("is not a valid template name: ");
    assertThatCode(() -> new ManifestId("web.json.b")).doesNotThrowAnyException();
  }

  @Test
  void idsEndAt63() {
    assertThatCode(() -> new NodeId("a".repeat(63))).doesNotThrowAnyException();
    assertThatThrownBy(() -> new NodeId("a".repeat(64))).hasMessageEndingWith(ID_FIX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "1..2", "-1", "+1", "1 2", "1/2", "../1", "ü", "1\n"})
  void versionsThatAreRefused(String version) {
    assertThatThrownBy(() -> new Version(version))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("is not a valid version: use 1 to 63 of A-Z, a-z, 0-9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.2.3", "v1.2.3-rc.1+Build.5", "1.2-4-gabcdef0", "A_b"})
  void versionsThatAreFine(String version) {
    assertThat(new Version(version)).hasToString(version);
  }

  @Test
  void versionsThatDifferInCaseAloneClash() {
    assertThat(new Version("1.0-RC").clashesWith(new Version("1.0-rc"))).isTrue();
    assertThat(new Version("1.0-rc").clashesWith(new Version("1.0-rc"))).isFalse();
    assertThat(new Version("1.0-rc").clashesWith(new Version("1.1-rc"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/etc/passwd|make it relative, without the leading '/'",
        "..|remove the segment '..'",
        "../x|remove the segment '..'",
        "a/../../x|remove the segment '..'",
        "a/..|remove the segment '..'",
        "./a|remove the segment '.'",
        "a/./b|remove the segment '.'",
        "a//b|remove the empty segment ('//' or a trailing '/')",
        "a/|remove the empty segment ('//' or a trailing '/')",
        "a\\b|it has a backslash or a control character",
        "..\\x|it has a backslash or a control character",
        "C:\\x|it has a backslash or a control character"
      })
  void pathsThatAreRefused(String path, String fix) {
    assertThatThrownBy(() -> new RelativePath(path))
        .isInstanceOf(InvalidNameException.class)
        .hasMessage("'" + path + "' is not a valid path: " + fix);
  }

  @Test
  void pathsWithControlCharactersAreRefusedAndShownHarmlessly() {
    assertThatThrownBy(() -> new RelativePath("a\nb\u001b[31m"))
        .hasMessage(
            "'a\\u000ab\\u001b[31m' is not a valid path: it has a backslash or a control"
                + " character");
    assertThatThrownBy(() -> new RelativePath(""))
        .hasMessage("'' is not a valid path: it is empty");
  }

  @Test
  void pathsThatSomeStoreCannotHoldAreRefused() {
    assertThatThrownBy(() -> new RelativePath("x".repeat(201)))
        .hasMessageEndingWith("shorten each segment to 200 bytes");
    assertThatThrownBy(() -> new RelativePath("漢".repeat(67))) // 201 bytes
        .hasMessageEndingWith("shorten each segment to 200 bytes");
    assertThatThrownBy(() -> new RelativePath("x/".repeat(350) + "x"))
        .hasMessageEndingWith("shorten it to 700 bytes");
    assertThatCode(() -> new RelativePath("x".repeat(200))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "bin/web", "a b/ü+%.txt", "...", "..a/b..", ".hidden", "-x", "~"})
  void pathsThatAreFine(String path) {
    assertThat(new RelativePath(path)).hasToString(path);
  }

  @Test
  void aFileThatIsAFolderOfAnotherIsSeen() {
    RelativePath a = new RelativePath("a");
    assertThat(a.isParentOf(new RelativePath("a/b"))).isTrue();
    assertThat(a.isParentOf(new RelativePath("ab"))).isFalse();
    assertThat(a.isParentOf(a)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "a/b/c", "/web", "node/", ""})
  void cellsAreNamedByNodeAndCell(String text) {
    assertThatThrownBy(() -> CellRef.parse(text)).isInstanceOf(InvalidNameException.class);
    assertThat(CellRef.parse("node-1/web")).hasToString("node-1/web");
  }
}
