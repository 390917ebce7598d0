package io.fleetman.controller.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fleetman.codec.StrictYaml;
import io.fleetman.codec.Utf8;
import io.fleetman.controller.config.ConfigWriter;
import io.fleetman.controller.console.CommandException;
import io.fleetman.controller.console.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The keys of an embedded store, kept beside its objects so that the next start takes them too. */
public record StoreKeys(
    @JsonProperty("access_key") String accessKey, @JsonProperty("secret_key") String secretKey) {
  private static final int SECRET_BYTES = 20;

  /** The given ones, else those in the file, else fresh ones, which the file then keeps. */
  public static StoreKeys given(@Nullable String access, @Nullable String secret, Path file) {
    if (access != null && secret != null) {
      return new StoreKeys(access, secret);
    }
    if (access != null || secret != null) {
      throw new CommandException(
          ExitCode.USAGE, "--access-key and --secret-key belong together: give both, or neither");
    }
    try {
      if (Files.exists(file)) {
        String text = Utf8.text(file.toString(), Files.readAllBytes(file));
        return StrictYaml.read(file.toString(), text, StoreKeys.class);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StoreKeys fresh = new StoreKeys("fleetman-" + random(4), random(SECRET_BYTES));
    ConfigWriter.write(
        file, "access_key: " + fresh.accessKey + "\nsecret_key: " + fresh.secretKey + "\n", false);
    return fresh;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
