package io.fleetman.agent.job;

import io.fleetman.agent.fetch.Causes;
import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.OpenFolder;
import io.fleetman.agent.install.Owners;
import io.fleetman.codec.Sha256;
import io.fleetman.job.BucketFile;
import io.fleetman.job.StepInput;
import io.fleetman.store.ObjectBody;
import io.fleetman.store.ObjectReader;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Files that steps put onto the node, each as a whole or not at all. */
final class NodeFiles {
  private static final int BUFFER = 64 * 1024;
  private static final int LOOK = 4 * 1024 * 1024;

  private final ObjectReader store;
  private final Accounts accounts;
  private final Reserve reserve;

  NodeFiles(ObjectReader store, Accounts accounts, Reserve reserve) {
    this.store = store;
    this.accounts = accounts;
    this.reserve = reserve;
  }

  void write(StepInput.WriteFile step, @Nullable String user)
      throws StepFailure, InterruptedException {
    byte[] content = step.content().getBytes(StandardCharsets.UTF_8);
    put(
        Path.of(step.path()),
        new Rights(step.mode(), step.owner() == null ? user : step.owner(), step.group()),
        out -> out.write(content)); // into a file that only the agent may read yet
  }

  void download(StepInput.Download step, @Nullable String user)
      throws StepFailure, InterruptedException {
    put(
        Path.of(step.path()),
        new Rights(step.mode(), step.owner() == null ? user : step.owner(), step.group()),
        out -> copy(step.source(), out, folder(Path.of(step.path()))));
  }

  /** A file for a step itself. */
  void fetch(BucketFile source, Path file, int mode) throws StepFailure, IOException {
    Path folder = folder(file);
    room(folder);
    secret(file);
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      copy(source, out, folder);
    } catch (StepFailure e) {
      Files.deleteIfExists(file);
      throw e;
    }
    Files.setAttribute(file, "unix:mode", mode);
  }

  private record Rights(String mode, @Nullable String owner, @Nullable String group) {}

  private void put(Path named, Rights rights, OpenFolder.Content<StepFailure> content)
      throws StepFailure, InterruptedException {
    Path file = named.normalize();
    Path name = file.getFileName();
    if (!file.isAbsolute() || name == null) {
      throw new StepFailure("names the file " + file + ": write an absolute path");
    }
    if (!rights.mode().matches("[0-7]{3,4}")) {
      throw new StepFailure("has mode '" + rights.mode() + "': write octal digits, such as 0644");
    }
    Accounts.Self self = accounts.self();
    int uid = rights.owner() == null ? self.uid() : user(rights.owner());
    int gid =
        rights.group() != null
            ? number("group", rights.group(), accounts.group(rights.group()))
            : rights.owner() == null
                ? self.gid()
                : number("user", rights.owner(), accounts.primaryGroup(rights.owner()));
    Path folder = folder(file);
    try (OpenFolder open = OpenFolder.of(folder, self.root())) {
      room(folder);
      open.put(
          name,
          new Owners.Owner(uid, gid),
          Integer.parseInt(rights.mode(), 8),
          out -> {
            content.to(out);
            room(folder);
          });
    } catch (IOException e) {
      throw new StepFailure("cannot write " + file + ": " + Causes.sentence(e));
    }
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
  }

  // A file is there only once it is whole, so what takes too much room is gone again.
  private void room(Path folder) throws StepFailure, IOException {
    if (reserve.isTouched(folder)) {
      throw new StepFailure("cannot write below " + folder + ": " + reserve.words());
    }
  }

  private static void secret(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private int user(String name) throws StepFailure, InterruptedException {
    return number("user", name, accounts.user(name));
  }

  private static int number(String what, String name, OptionalInt number) throws StepFailure {
    return number.orElseThrow(
        () -> new StepFailure("needs the " + what + " '" + name + "', which this node lacks"));
  }

  private void copy(BucketFile source, OutputStream out, Path folder)
      throws StepFailure, IOException {
    MessageDigest digest = Sha256.digest();
    try (ObjectBody body = store.open(source.key());
        InputStream in = body.stream()) {
      byte[] buffer = new byte[BUFFER];
      long looked = 0;
      long done = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        done += n;
        if (done - looked >= LOOK) {
          looked = done;
          room(folder);
        }
      }
    } catch (StoreException e) {
      throw new StepFailure("cannot fetch " + source.key() + ": " + e.getMessage());
    }
    String found = Sha256.hex(digest.digest());
    if (!found.equals(source.sha256())) {
      throw new StepFailure(
          "fetched "
              + source.key()
              + " with sha256 "
              + found
              + ", which is not "
              + source.sha256());
    }
  }
}
