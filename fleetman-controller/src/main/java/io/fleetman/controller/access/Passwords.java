package io.fleetman.controller.access;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.fleetman.controller.support.Refusal;

/**
 * Passwords' hashes: argon2id with 19 MiB, two passes and one lane, which is what OWASP asks for at
 * least. A hash carries its parameters, so that later ones do not invalidate earlier hashes.
 */
final class Passwords {
  private static final int LEAST = 10;
  private static final int MOST = 256;
  private static final int MEMORY_KIB = 19 * 1024;
  private static final Argon2Function ARGON =
      Argon2Function.getInstance(MEMORY_KIB, 2, 1, 32, Argon2.ID);

  // Of nobody's password: checked for users who do not exist, so that the answer takes as long.
  private static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
          + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private Passwords() {}

  /**
   * The hash to keep.
   *
   * @throws Refusal.Invalid if the password is too short or too long
   */
  static String hash(String password) {
    int length = password.codePointCount(0, password.length());
    if (length < LEAST || length > MOST) {
      throw new Refusal.Invalid(
          "a password has from " + LEAST + " to " + MOST + " characters, not " + length);
    }
    return Password.hash(password).addRandomSalt(16).with(ARGON).getResult();
  }

  /** Whether the password is the hash's. A hash that cannot be read is nobody's. */
  static boolean matches(String password, String hash) {
    if (password.length() > 2 * MOST) {
      return false;
    }
    try {
      return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    } catch (BadParametersException e) {
      return false;
    }
  }

  /** Takes as long as {@link #matches}, and is always false. */
  static boolean matchesNobody(String password) {
    var _ = matches(password, NOBODY);
    return false;
  }
}
