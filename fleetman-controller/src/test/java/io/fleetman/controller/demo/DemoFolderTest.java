package io.fleetman.controller.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.config.ConfigFiles;
import io.fleetman.controller.manifest.ServiceFile;
import io.fleetman.controller.tree.FileTree;
import io.fleetman.store.StorageSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoFolderTest {
  private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();
  private static final StorageSettings STORE =
      StorageSettings.of(
          URI.create("http://127.0.0.1:9001"), null, "fleet", null, null, "k", "s", null, null);

  @TempDir private Path temp;
  private DemoFolder folder;

  @BeforeEach
  void aNameThatYamlWouldTrip() throws IOException {
    folder = new DemoFolder(Files.createDirectory(temp.resolve("ada's demo")));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyModesExampleIsAServiceForTheDemosNode(Mode mode) throws IOException {
    folder.copyExample(EXAMPLES, mode);
    var service = ServiceFile.read(folder.service(mode));
    assertThat(service.manifest().value()).isEqualTo(mode.example());
    assertThat(service.spec().profile()).isEqualTo(mode.profile());
    assertThat(service.cells())
        .singleElement()
        .satisfies(c -> assertThat(c.node().value()).isEqualTo(DemoFolder.NODE));
  }

  @Test
  void theFilesExampleHasTwelveFiles() throws IOException {
    folder.copyExample(EXAMPLES, Mode.FILES_ONLY);
    Path copy = folder.service(Mode.FILES_ONLY);
    assertThat(FileTree.scan(copy, ServiceFile.read(copy).spec().files()).files()).hasSize(12);
  }

  @Test
  void whatTheUserChangedIsKeptByTheNextRun() throws IOException {
    folder.copyExample(EXAMPLES, Mode.USER_UNIT);
    Path conf = folder.service(Mode.USER_UNIT).resolve("conf/hello.conf");
    Files.writeString(conf, "mine");
    folder.copyExample(EXAMPLES, Mode.USER_UNIT);
    assertThat(conf).hasContent("mine");
    assertThat(folder.service(Mode.USER_UNIT).resolve("bin/hello")).isExecutable();
  }

  @Test
  void aPortThatIsTakenMovesTheServiceToTheNext() throws IOException {
    folder.copyExample(EXAMPLES, Mode.USER_UNIT);
    Path file = folder.service(Mode.USER_UNIT).resolve(ServiceFile.NAME);
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int taken = other.getLocalPort();
      Files.writeString(
          file, Files.readString(file).replace("port: 8090,", "port: " + taken + ","));
      int port = folder.servicePort(Mode.USER_UNIT);
      assertThat(port).isGreaterThan(taken);
      assertThat(ServiceFile.read(folder.service(Mode.USER_UNIT)).spec().variables())
          .containsEntry("port", String.valueOf(port));
    }
  }

  @Test
  void theCommandLineFindsTheStoreByTheConfigurationAndNobodyElseReadsItsKeys() throws IOException {
    folder.writeConfigs(STORE, Mode.FILES_ONLY);
    ConfigFiles files = new ConfigFiles(Map.of(), temp, temp);
    var connection = files.connection(files.load(folder.config()), null);
    assertThat(connection.storage()).isEqualTo(STORE);
    for (Path file : new Path[] {folder.config(), folder.agentConfig()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(folder.agentConfig()).content().contains("node_id: demo", "ada''s demo/node/state");
  }
}
