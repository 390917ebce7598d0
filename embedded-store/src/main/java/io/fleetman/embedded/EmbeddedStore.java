package io.fleetman.embedded;

import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * An S3 store that runs in this process and keeps its objects as plain files: {@code
 * <folder>/<bucket>/<key>}.
 *
 * <p>It is for one machine. What it promises beyond storing bytes is what compare-and-swap needs:
 * of many racing PUTs with {@code If-None-Match: *} or with one {@code If-Match} exactly one wins;
 * a GET answers with the ETag of the very bytes it sends; a LIST shows no half-written object, not
 * even after the process was killed. Path style, signature version 4, any region (say {@value
 * #REGION}).
 *
 * <p>What it does not promise: that a write survives a power cut (files are not synced), that
 * {@code If-Match} on DELETE or on completing a multipart upload is atomic, and that keys like
 * {@code a//b} or {@code a/../b} exist: they are refused, as is a key that is also a folder of
 * another.
 */
public final class EmbeddedStore implements AutoCloseable {
  /** The region to sign for. */
  public static final String REGION = "us-east-1";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final long DRAIN_MILLIS = 5_000;

  private final Settings settings;
  private final StoreFolder folder;
  private final BlobStore blobs;
  private final S3Proxy server;
  private final URI endpoint;

  private EmbeddedStore(
      Settings settings, StoreFolder folder, BlobStore blobs, S3Proxy server, URI endpoint) {
    this.settings = settings;
    this.folder = folder;
    this.blobs = blobs;
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Where the store keeps its files and who may use it.
   *
   * @param folder created if it is missing; one store at a time owns it
   * @param address the address to listen on; {@code 127.0.0.1} unless others have to reach it
   * @param port the port to listen on; 0 takes any free one
   * @param accessKey the one access key that is accepted
   * @param secretKey its secret
   */
  public record Settings(
      Path folder, String address, int port, String accessKey, String secretKey) {
    /** Checks what can be checked without touching the disk or the network. */
    public Settings {
      folder = folder.toAbsolutePath().normalize();
      if (address.isBlank()) {
        throw new IllegalArgumentException("the store needs an address to listen on");
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("the store's port must be from 0 to 65535, not " + port);
      }
      if (accessKey.isBlank() || secretKey.isBlank()) {
        throw new IllegalArgumentException("the store needs an access key and a secret key");
      }
    }

    /** On the loopback address, at any free port. */
    public static Settings onLoopback(Path folder, String accessKey, String secretKey) {
      return new Settings(folder, "127.0.0.1", 0, accessKey, secretKey);
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
      return "Settings[folder=%s, address=%s, port=%d, accessKey=%s]"
          .formatted(folder, address, port, accessKey);
    }
  }

  /** How conditional writes are kept; tests use the second to show what the first is for. */
  enum Writes {
    ATOMIC,
    AS_S3PROXY_DOES
  }

  /**
   * Takes the folder and starts to listen.
   *
   * @throws EmbeddedStoreException if another store owns the folder, it cannot be written, its file
   *     system keeps no extended attributes, or the port is taken
   */
  public static EmbeddedStore start(Settings settings) throws EmbeddedStoreException {
    return start(settings, Writes.ATOMIC);
  }

  static EmbeddedStore start(Settings settings, Writes writes) throws EmbeddedStoreException {
    StoreFolder folder = StoreFolder.take(settings.folder());
    try {
      BlobStore files = new FilesystemNio2BlobStore(folder.root().toString());
      BlobStore blobs =
          switch (writes) {
            case ATOMIC -> new AtomicBlobStore(files, folder);
            case AS_S3PROXY_DOES -> files;
          };
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(blobs)
              .endpoint(URI.create("http://" + inUri(settings.address()) + ":" + settings.port()))
              .awsAuthentication(
                  AuthenticationType.AWS_V4, settings.accessKey(), settings.secretKey())
              .stopTimeout(DRAIN_MILLIS)
              .build();
      ReadToTheEnd.install(server);
      listen(server, settings);
      URI endpoint =
          URI.create("http://" + inUri(reachable(settings.address())) + ":" + server.getPort());
      log.info("store at {} over {}", endpoint, folder.root());
      return new EmbeddedStore(settings, folder, blobs, server, endpoint);
    } catch (EmbeddedStoreException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** Where to reach the store; for a store that listens on all addresses, the loopback one. */
  public URI endpoint() {
    return endpoint;
  }

  /** The access key it accepts. */
  public String accessKey() {
    return settings.accessKey();
  }

  /** The secret of {@link #accessKey()}. */
  public String secretKey() {
    return settings.secretKey();
  }

  /** Creates a bucket; one that is there already is left as it is. */
  public void createBucket(String name) {
    if (!BUCKET.matcher(name).matches()) {
      throw new IllegalArgumentException("not a bucket name: " + name);
    }
    try {
      blobs.createContainer(name);
    } catch (BucketAlreadyOwnedByYouException e) {
      log.debug("bucket {} is there already", name);
    }
  }

  /** Lets requests under way finish for a few seconds, then stops and gives the folder back. */
  @Override
  public void close() {
    stop(server);
    folder.close();
  }

  // s3proxy declares Exception for both.
  private static void listen(S3Proxy server, Settings settings) throws EmbeddedStoreException {
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      String where = settings.address() + ":" + settings.port();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new EmbeddedStoreException(
              "cannot listen on " + where + ": " + cause.getMessage(), e);
        }
      }
      throw new EmbeddedStoreException("the store did not start on " + where + ": " + e, e);
    }
  }

  private static void stop(S3Proxy server) {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("the store did not stop cleanly: {}", e.toString());
    }
  }

  private static String reachable(String address) {
    return switch (address) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> address;
    };
  }

  private static String inUri(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
