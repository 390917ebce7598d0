package io.fleetman.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.controller.support.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
  @TempDir Path temp = Path.of("");

  private List<String> open(Path... paths) throws IOException {
    try (Sources sources = Sources.open(List.of(paths))) {
      return sources.tree().files().entrySet().stream()
          .map(
              e -> {
                LocalFile file = e.getValue();
                String mark = file.folder() ? "/" : file.executable() ? "*" : "";
                return e.getKey() + mark;
              })
          .toList();
    }
  }

  private Path zip(String... names) throws IOException {
    Path file = temp.resolve("a.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      for (String name : names) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(name.startsWith("bin/") ? 0100755 : 0100644);
        zip.putArchiveEntry(entry);
        if (!entry.isDirectory()) {
          zip.write(name.getBytes(StandardCharsets.UTF_8));
        }
        zip.closeArchiveEntry();
      }
    }
    return file;
  }

  private interface Filler {
    void fill(TarArchiveOutputStream tar) throws IOException;
  }

  private Path tar(Filler filler) throws IOException {
    Path file = temp.resolve("a.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      filler.fill(tar);
    }
    return file;
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] body, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(body.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(body);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target, byte type)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void anArchivesContentIsPutBelowTheRoot() throws Exception {
    assertThat(open(zip("bin/web", "conf/a.conf", "empty/", ".git/HEAD", "fleetman.yaml")))
        .containsExactly("bin/web*", "conf/a.conf", "empty/");
    Path tar =
        tar(
            t -> {
              file(t, "./bin/run", new byte[] {1}, 0100755);
              file(t, "data", new byte[] {2}, 0100644);
              link(t, "bin/again", "run", TarConstants.LF_SYMLINK);
              link(t, "hard", "data", TarConstants.LF_LINK);
            });
    assertThat(open(tar)).containsExactly("bin/again*", "bin/run*", "data", "hard");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/cron.d/evil", "a//b"})
  void invariant13AnEntryThatEscapesIsRefused(String name) throws Exception {
    Path zip = zip("good", name);
    assertThatThrownBy(() -> open(zip))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("a.zip")
        .hasMessageContaining("is not a valid path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../etc/passwd", "missing"})
  void invariant13ALinkOutOfAnArchiveIsRefused(String target) throws Exception {
    Path tar = tar(t -> link(t, "link", target, TarConstants.LF_SYMLINK));
    assertThatThrownBy(() -> open(tar))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("'link' is a link");
  }

  @Test
  void aDeviceInAnArchiveIsRefused() throws Exception {
    Path tar = tar(t -> link(t, "dev", "", TarConstants.LF_CHR));
    assertThatThrownBy(() -> open(tar))
        .hasMessageContaining("'dev' is neither a file nor a folder");
  }

  @Test
  void bombsAreRefused() throws Exception {
    byte[] zeros = new byte[200_000];
    Path bomb = tar(t -> file(t, "zeros", zeros, 0644));

    assertThatThrownBy(
            () -> Sources.open(List.of(bomb), new Archive.Limits(10, 1_000_000, 50, 10_000)))
        .hasMessageContaining("more than 50 times its size");
    assertThatThrownBy(
            () -> Sources.open(List.of(bomb), new Archive.Limits(10, 100_000, 5000, 10_000)))
        .hasMessageContaining("more than 100000 bytes");
    Path many = zip("a", "b", "c");
    assertThatThrownBy(() -> Sources.open(List.of(many), new Archive.Limits(2, 1000, 10, 1000)))
        .hasMessageContaining("more than 2 entries");
  }

  @Test
  void aLinkInAZipIsOneOnlyAsLongAsALinkMayBe() throws Exception {
    assertThat(open(zipOfALink("run"))).containsExactly("link*", "run*");
    Path bomb = zipOfALink("x".repeat(5_000));
    assertThatThrownBy(() -> open(bomb)).hasMessageContaining("'link' is a link out of");
  }

  private Path zipOfALink(String target) throws IOException {
    Path file = temp.resolve("link.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      for (String name : List.of("run", "link")) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(name.equals("link") ? 0120777 : 0100755);
        zip.putArchiveEntry(entry);
        zip.write((name.equals("link") ? target : "#!").getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    return file;
  }

  @Test
  void manyFoldersAreNoMoreWorkThanTheyAre() throws Exception {
    String[] names =
        IntStream.range(0, 4_000).mapToObj(i -> "d" + i + "/e/").toArray(String[]::new);
    assertThat(open(zip(names))).hasSize(4_000).contains("d7/e/");
  }

  @Test
  void theSamePathTwiceIsRefused() throws Exception {
    Path tar =
        tar(
            t -> {
              file(t, "a", new byte[] {1}, 0644);
              file(t, "./a", new byte[] {2}, 0644);
            });
    assertThatThrownBy(() -> open(tar)).hasMessageContaining("'a' is in the archive twice");
    Path folder = Files.createDirectory(temp.resolve("d"));
    Files.writeString(folder.resolve("x"), "1");
    Path single = Files.writeString(temp.resolve("x"), "2");
    assertThatThrownBy(() -> open(folder, single)).hasMessageContaining("'x' is given twice");
  }

  @Test
  void aBrokenArchiveSaysSoAndLeavesNothingBehind() throws Exception {
    ByteArrayOutputStream half = new ByteArrayOutputStream();
    half.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3});
    Path broken = Files.write(temp.resolve("b.tgz"), half.toByteArray());
    long before = unpackedFolders();

    assertThatThrownBy(() -> open(broken))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("b.tgz cannot be unpacked");
    assertThat(unpackedFolders()).isEqualTo(before);
  }

  private static long unpackedFolders() throws IOException {
    try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(p -> p.getFileName().toString().startsWith(Temporary.prefix())).count();
    }
  }
}
