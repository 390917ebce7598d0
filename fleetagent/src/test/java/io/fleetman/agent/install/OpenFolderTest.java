package io.fleetman.agent.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFolderTest {
  private static final int SOMEBODY = 12_345;

  @TempDir Path folder;
  private Path home;
  private Path elsewhere;
  private Owners.Owner me;

  @BeforeEach
  void aHomeOfSomebodys() throws IOException {
    Disk.Attributes is = Disk.attributes(folder);
    me = new Owners.Owner(is.uid(), is.gid());
    home = Files.createDirectory(folder.resolve("home"));
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    if (me.uid() == 0) {
      Files.setAttribute(home, "unix:uid", SOMEBODY);
    }
  }

  private void put(Path file, boolean root, Owners.Owner owner, int mode) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent());
    Path name = Objects.requireNonNull(file.getFileName());
    try (OpenFolder open = OpenFolder.of(parent, root)) {
      open.<IOException>put(name, owner, mode, out -> out.write("content".getBytes(UTF_8)));
    }
  }

  @Test
  void aFileIsPutAsAWholeWithItsRightsAndItsFolders() throws IOException {
    Path file = home.resolve("a/b/app.conf");
    put(file, me.uid() == 0, me, 0640);
    put(file, me.uid() == 0, me, 0604);

    assertThat(file).hasContent("content");
    assertThat(Disk.attributes(file).mode()).isEqualTo(0604);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("a/b"))))
        .isEqualTo("rwxr-xr-x");
    try (var left = Files.list(home.resolve("a/b"))) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void whatFailsHalfWayLeavesNothing() throws IOException {
    try (OpenFolder open = OpenFolder.of(home, me.uid() == 0)) {
      assertThatThrownBy(
              () ->
                  open.put(
                      Path.of("app.conf"),
                      me,
                      0644,
                      out -> {
                        out.write(1);
                        throw new IOException("the disk is full");
                      }))
          .hasMessage("the disk is full");
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void aFileThatIsALinkIsReplacedNotFollowed() throws IOException {
    Path victim = Files.writeString(elsewhere.resolve("victim"), "untouched");
    Files.createSymbolicLink(home.resolve("app.conf"), victim);
    Files.createSymbolicLink(home.resolve(".app.conf.fleetman-job"), elsewhere);

    put(home.resolve("app.conf"), me.uid() == 0, me, 0644);

    assertThat(victim).hasContent("untouched");
    assertThat(elsewhere.resolve("app.conf")).doesNotExist();
    assertThat(Files.isRegularFile(home.resolve("app.conf"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void rootFollowsNoLinkThatSomebodyElseMayTurn() throws IOException {
    assumeTrue(me.uid() == 0, "needs root");
    Files.createSymbolicLink(home.resolve("app"), elsewhere);

    assertThatThrownBy(() -> put(home.resolve("app/x.conf"), true, me, 0644))
        .isInstanceOf(IOException.class)
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining("is a link, and others than root may turn it elsewhere"));
    assertThatThrownBy(() -> put(home.resolve("app/sub/x.conf"), true, me, 0644))
        .isInstanceOf(IOException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void rootGivesTheFileAwayButNoSpecialRightsAmongOthers() throws IOException {
    assumeTrue(me.uid() == 0, "needs root");
    Owners.Owner somebody = new Owners.Owner(SOMEBODY, SOMEBODY);
    put(home.resolve("theirs"), true, somebody, 0600);

    Disk.Attributes is = Disk.attributes(home.resolve("theirs"));
    assertThat(is.uid()).isEqualTo(SOMEBODY);
    assertThat(is.gid()).isEqualTo(SOMEBODY);
    assertThat(is.mode()).isEqualTo(0600);
    assertThatThrownBy(() -> put(home.resolve("tool"), true, me, 04755))
        .hasMessageContaining("cannot have mode 4755");
  }

  @Test
  void aPlainUserFollowsTheirOwnLinks() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    put(folder.resolve("link/tool"), false, me, 02755);

    assertThat(elsewhere.resolve("tool")).hasContent("content");
    assertThat(Disk.attributes(elsewhere.resolve("tool")).mode()).isEqualTo(02755);
  }
}
