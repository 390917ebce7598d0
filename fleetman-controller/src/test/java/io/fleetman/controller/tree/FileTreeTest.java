package io.fleetman.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import io.fleetman.document.FileRule;
import io.fleetman.document.FileType;
import io.fleetman.document.TreeEntry;
import io.fleetman.layout.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTreeTest {
  @TempDir Path temp = Path.of("");
  private Path root = temp;

  @BeforeEach
  void aFolder() throws Exception {
    root = Files.createDirectory(temp.resolve("service"));
    for (String file :
        List.of("bin/web", "app.conf", "README.md", "docs/more.md", ".git/HEAD", "fleetman.yaml")) {
      Path path = root.resolve(file);
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file);
    }
    assertThat(root.resolve("bin/web").toFile().setExecutable(true)).isTrue();
    Files.createDirectory(root.resolve("empty"));
  }

  private List<String> scan(FileRule... rules) {
    return FileTree.scan(root, List.of(rules)).files().keySet().stream()
        .map(RelativePath::value)
        .toList();
  }

  private static FileRule rule(String path, String... exclude) {
    return new FileRule(path, null, null, null, null, List.of(exclude));
  }

  @Test
  void whatItsOwnerMayExecuteIsExecutableWhoeverElseMay() throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(root.resolve("others"), "x"),
        PosixFilePermissions.fromString("rw-r-xr-x"));
    Files.setPosixFilePermissions(
        Files.writeString(root.resolve("owner"), "x"),
        PosixFilePermissions.fromString("rwx------"));

    assertThat(HashedTree.of(FileTree.scan(root, List.of())).index())
        .hasEntrySatisfying(new RelativePath("others"), e -> assertThat(e.mode()).isEqualTo("0644"))
        .hasEntrySatisfying(new RelativePath("owner"), e -> assertThat(e.mode()).isEqualTo("0755"));
  }

  @Test
  void everythingButGitAndTheServicesFileBelongsToIt() {
    assertThat(scan()).containsExactly("README.md", "app.conf", "bin/web", "docs/more.md", "empty");
  }

  @Test
  void rulesSelectAndExclude() {
    assertThat(scan(rule(".", "*.md"))).containsExactly("app.conf", "bin/web", "empty");
    assertThat(scan(rule(".", "docs/**", "empty"), rule("docs/more.md")))
        .containsExactly("README.md", "app.conf", "bin/web", "docs/more.md");
    assertThat(scan(rule("bin"))).containsExactly("bin/web");
  }

  @Test
  void theExecuteBitAndTheFirstBytesAreSeen() throws Exception {
    Files.write(root.resolve("blob"), new byte[] {0, 1, 2});
    HashedTree tree = HashedTree.of(FileTree.scan(root, List.of()));

    assertThat(entry(tree, "bin/web").mode()).isEqualTo("0755");
    assertThat(entry(tree, "app.conf").mode()).isEqualTo("0644");
    assertThat(entry(tree, "app.conf").type()).isEqualTo(FileType.TEXT);
    assertThat(entry(tree, "blob").type()).isEqualTo(FileType.BINARY);
    assertThat(entry(tree, "empty").type()).isEqualTo(FileType.FOLDER);
  }

  private static TreeEntry entry(HashedTree tree, String path) {
    return Objects.requireNonNull(tree.index().get(new RelativePath(path)));
  }

  @Test
  void invariant13ALinkThatLeavesTheFolderIsRefusedAndOneWithinIsFollowed() throws Exception {
    Files.createSymbolicLink(root.resolve("current.conf"), Path.of("app.conf"));
    assertThat(scan()).contains("current.conf");

    Files.createSymbolicLink(root.resolve("passwd"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(root.resolve("docs/up"), Path.of("../../"));
    Files.createSymbolicLink(root.resolve("gone"), Path.of("nothing"));
    assertThatThrownBy(this::scan)
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'passwd' is a link that leaves the folder")
        .hasMessageContaining("'docs/up' is a link that leaves the folder")
        .hasMessageContaining("'gone' is a link to nothing");
    assertThat(scan(rule(".", "passwd", "gone", "docs/up"))).as("excluded").isNotEmpty();
  }

  @Test
  void aLinkToItsOwnFolderIsRefused() throws Exception {
    Files.createSymbolicLink(root.resolve("docs/loop"), Path.of("."));
    assertThatThrownBy(this::scan).hasMessageContaining("'docs/loop' is a link to a folder that");
  }

  @Test
  void whatIsNeitherFileNorFolderIsRefused() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    assertThatThrownBy(this::scan).hasMessageContaining("'pipe' is neither a file nor a folder");
  }

  @ParameterizedTest
  @CsvSource({
    "*.md, README.md, true",
    "*.md, docs/more.md, true",
    "*.md, more.mdx, false",
    "logs/**, logs/a/b, true",
    "logs/**, logs, false",
    "node_modules, node_modules/x/y, true",
    "node_modules, a/node_modules/x, true",
    "/a, b/a, false",
    "**/x/*.txt, a/b/x/c.txt, true",
    "**/x/*.txt, x/c.txt, true",
    "a?c, abc, true",
    "a.c, abc, false",
    "🚀.txt, docs/🚀.txt, true",
    "🚀?.txt, 🚀🚀.txt, true",
  })
  void patternsMeanWhatPeopleExpect(String glob, String path, boolean matches) {
    assertThat(new Glob(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void theLastRuleWinsAttributeByAttribute() {
    FileRules rules =
        new FileRules(
            List.of(
                new FileRule(".", null, "web", null, "0640", List.of()),
                new FileRule("a.conf", FileType.TEMPLATE, null, "adm", null, List.of())));

    TreeEntry entry = rules.apply(new RelativePath("a.conf"), raw(FileType.TEXT));

    assertThat(entry)
        .isEqualTo(new TreeEntry(FileType.TEMPLATE, null, 1, "ab", "web", "adm", "0640", false));
  }

  @Test
  void aModeForFilesLeavesFoldersEnterable() {
    FileRules rules = new FileRules(List.of(new FileRule(".", null, null, null, "640", List.of())));

    assertThat(rules.apply(new RelativePath("d"), raw(FileType.FOLDER)).mode()).isEqualTo("0750");
    assertThat(rules.apply(new RelativePath("f"), raw(FileType.BINARY)).mode()).isEqualTo("0640");
    FileRule five = new FileRule("f", null, null, null, "02755", List.of());
    assertThat(
            new FileRules(List.of(five)).apply(new RelativePath("f"), raw(FileType.BINARY)).mode())
        .as("nodes take no fifth digit")
        .isEqualTo("2755");
  }

  private static TreeEntry raw(FileType type) {
    @Nullable String none = null;
    return new TreeEntry(type, none, 1, "ab", none, none, "0755", false);
  }
}
