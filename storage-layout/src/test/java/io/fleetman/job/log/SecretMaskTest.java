package io.fleetman.job.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void aSecretIsMaskedWhereverReadsCutIt(int size) {
    List<String> secrets = List.of("geheim", "geheimer", "ü$1");
    String text = "a geheim b geheimer c gehei d ü$1geheim gehe";

    assertThat(masked(secrets, text, size)).isEqualTo("a *** b *** c gehei d ****** gehe");
  }

  @Test
  void withoutSecretsNothingIsHeldBack() {
    byte[] bytes = {1, 2, 3};
    SecretMask mask = new SecretMask(List.of(""));

    assertThat(mask.next(bytes)).isEqualTo(bytes);
    assertThat(mask.end()).isEmpty();
  }

  @Test
  void whatCannotBecomeASecretComesAtOnce() {
    SecretMask mask = new SecretMask(List.of("geheim"));

    assertThat(mask.next("a line\n".getBytes(StandardCharsets.UTF_8))).hasSize(7);
  }

  private static String masked(List<String> secrets, String text, int size) {
    SecretMask mask = new SecretMask(secrets);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += size) {
      out.writeBytes(mask.next(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))));
    }
    out.writeBytes(mask.end());
    return out.toString(StandardCharsets.UTF_8);
  }
}
