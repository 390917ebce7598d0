package io.fleetman.store.s3;

import static io.fleetman.store.s3.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with whom the JDK trusts and nobody else. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private final SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();

  @TempDir private Path folder;

  @AfterEach
  void trustAsBefore() {
    HttpsURLConnection.setDefaultSSLSocketFactory(before);
  }

  @Test
  void aStoreThatIsTrustedIsReadOverOneConnection() throws Exception {
    SSLContext tls = certificateFor("ip:127.0.0.1");
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
    try (ScriptedServer server = new ScriptedServer(tls.getServerSocketFactory());
        ObjectStore store = S3ObjectStore.open(https(server))) {
      server.then(status(200, "1", "ETag: \"x\""));
      assertThat(store.get("a.json")).isInstanceOf(GetResult.Found.class);
      assertThat(store.get("a.json")).isInstanceOf(GetResult.Found.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aStoreThatNobodyVouchesForIsNotAsked() throws Exception {
    assertRefused(certificateFor("ip:127.0.0.1"));
  }

  @Test
  void aCertificateForAnotherHostIsNotEnough() throws Exception {
    SSLContext tls = certificateFor("dns:store.example");
    HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
    assertRefused(tls);
  }

  private static void assertRefused(SSLContext tls) throws Exception {
    try (ScriptedServer server = new ScriptedServer(tls.getServerSocketFactory());
        ObjectStore store = S3ObjectStore.open(https(server))) {
      server.then(status(200, "1", "ETag: \"x\""));
      assertThatThrownBy(() -> store.get("a.json"))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasMessageContaining("no secure connection");
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void aStoreWithoutTlsIsNamedSo() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        ObjectStore store = S3ObjectStore.open(https(server))) {
      server.then(status(200, "1", "ETag: \"x\""));
      assertThatThrownBy(() -> store.get("a.json")).isInstanceOf(StoreException.Unavailable.class);
    }
  }

  private static StorageSettings https(ScriptedServer server) {
    return server.settings("https", Duration.ofSeconds(3), 0);
  }

  private SSLContext certificateFor(String name) throws Exception {
    Path file = folder.resolve(name.replaceAll("\\W", "-"));
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "store",
            "-keyalg",
            "EC",
            "-dname",
            "CN=store",
            "-ext",
            "san=" + name,
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            file.toString());
    Process process = new ProcessBuilder(keytool).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();

    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("store", keys.getCertificate("store"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
