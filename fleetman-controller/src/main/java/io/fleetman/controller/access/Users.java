package io.fleetman.controller.access;

import io.fleetman.controller.support.Listing;
import io.fleetman.controller.support.OpenFleet;
import io.fleetman.controller.support.Parallel;
import io.fleetman.controller.support.Refusal;
import io.fleetman.controller.support.Tag;
import io.fleetman.document.UserDocument;
import io.fleetman.layout.KeyParser;
import io.fleetman.layout.Keys;
import io.fleetman.layout.KnownKey;
import io.fleetman.layout.UserId;
import io.fleetman.store.Read;
import io.fleetman.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those who may sign in. */
public final class Users {
  private final OpenFleet fleet;
  private final @Nullable String seen;

  /** Of this fleet. */
  public Users(OpenFleet fleet) {
    this(fleet, null);
  }

  private Users(OpenFleet fleet, @Nullable String seen) {
    this.fleet = fleet;
    this.seen = seen;
  }

  /**
   * The same for whoever looked at a user, which is refused if somebody changed them since.
   *
   * @param tag the {@link Tag} of what they saw; null: whichever that is
   */
  public Users seen(@Nullable String tag) {
    return new Users(fleet, tag);
  }

  /** All of them, by name. */
  public List<UserDocument> list() {
    List<UserId> names = new ArrayList<>();
    for (var entry : Listing.level(fleet.objects(), Keys.users()).objects()) {
      if (KeyParser.parse(entry.key()).orElse(null) instanceof KnownKey.User(var user)) {
        names.add(user);
      }
    }
    return Parallel.map(names, this::find).stream().flatMap(Optional::stream).toList();
  }

  /** One of them. */
  public Optional<UserDocument> find(UserId user) {
    return read(user).found().filter(u -> !u.removed());
  }

  /**
   * One of them.
   *
   * @throws Refusal.NotFound if there is none of that name
   */
  public UserDocument get(UserId user) {
    return find(user)
        .orElseThrow(
            () ->
                new Refusal.NotFound(
                    "there is no user " + user + ": 'fleetman user list' shows those there are"));
  }

  /**
   * Looks whether a name is free.
   *
   * @throws Refusal.Conflict if there is such a user
   */
  public void requireNew(UserId user) {
    requireNew(user, read(user));
  }

  private static void requireNew(UserId user, Read<UserDocument> read) {
    if (read.found().filter(u -> !u.removed()).isPresent()) {
      throw new Refusal.Conflict(
          "there is a user " + user + " already: 'fleetman user passwd' changes the password");
    }
  }

  /** Whether this is somebody's password. */
  public boolean has(UserId user, String password) {
    return find(user).filter(u -> Passwords.matches(password, u.passwordHash())).isPresent();
  }

  /**
   * Lets somebody in.
   *
   * @throws Refusal if there is such a user, also if another adder was first, or the password is no
   *     good
   */
  public UserDocument add(UserId user, String password, @Nullable String reason) {
    Read<UserDocument> read = read(user);
    requireNew(user, read);
    return write(read, user, Passwords.hash(password), false, reason);
  }

  /** Changes a password, which ends the user's sessions on every controller. */
  public UserDocument changePassword(UserId user, String password, @Nullable String reason) {
    Read<UserDocument> read = existing(user);
    return write(read, user, Passwords.hash(password), false, reason);
  }

  /** Lets somebody in no more: their sessions and their tokens end. */
  public UserDocument remove(UserId user, @Nullable String reason) {
    Read<UserDocument> read = existing(user);
    return write(read, user, "", true, reason);
  }

  private Read<UserDocument> existing(UserId user) {
    Read<UserDocument> read = read(user);
    if (read.found().filter(u -> !u.removed()).isEmpty()) {
      throw new Refusal.NotFound(
          "there is no user " + user + ": 'fleetman user list' shows those there are");
    }
    if (seen != null && !seen.equals(read.found().map(Tag::of).orElse(null))) {
      throw changed(user);
    }
    return read;
  }

  private UserDocument write(
      Read<UserDocument> read, UserId user, String hash, boolean removed, @Nullable String reason) {
    String epoch = fleet.newId();
    String uid = read.found().filter(u -> !u.removed()).map(UserDocument::uid).orElse(epoch);
    UserDocument next = new UserDocument(user, uid, hash, epoch, removed, fleet.author(reason));
    if (fleet.documents().replace(Keys.user(user), next, UserDocument.class, read)
        instanceof WriteResult.Lost<UserDocument>) {
      throw changed(user);
    }
    return next;
  }

  private static Refusal changed(UserId user) {
    return new Refusal.Conflict(
        "user " + user + " was changed by somebody else meanwhile: look, then try again");
  }

  private Read<UserDocument> read(UserId user) {
    return fleet.documents().read(Keys.user(user), UserDocument.class);
  }
}
