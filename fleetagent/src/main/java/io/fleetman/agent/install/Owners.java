package io.fleetman.agent.install;

import io.fleetman.document.ManifestSpec;
import io.fleetman.layout.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Finds the numbers of the users and groups that a snapshot names; each is asked for once. */
public final class Owners {
  private final Accounts accounts;
  private final Accounts.Self self;
  private final NodeId node;
  private final ManifestSpec spec;
  private final Map<String, Owner> found = new HashMap<>();

  /**
   * Who a file belongs to.
   *
   * @param uid the user's number
   * @param gid the group's number
   */
  public record Owner(int uid, int gid) {}

  /** For the files of a service with this definition. */
  public Owners(Accounts accounts, NodeId node, ManifestSpec spec) {
    this.accounts = accounts;
    this.self = accounts.self();
    this.node = node;
    this.spec = spec;
  }

  /** The service's own user and group, to whom files belong that name nobody else. */
  public Owner service() throws NodeLacks, InterruptedException {
    return of(null, null);
  }

  /**
   * The owner of a file.
   *
   * @param user null: the service's
   * @param group null: the service's, or that user's own if the user is another
   * @throws NodeLacks if there is no such user or group, or the agent may not give files to them
   */
  public Owner of(@Nullable String user, @Nullable String group)
      throws NodeLacks, InterruptedException {
    String who = user != null ? user : spec.user();
    String whose = group != null ? group : user == null ? spec.group() : null;
    String key = who + ":" + whose;
    Owner known = found.get(key);
    if (known == null) {
      known = find(who, whose, user != null ? "the file's owner" : "'user'");
      found.put(key, known);
    }
    return known;
  }

  private Owner find(@Nullable String user, @Nullable String group, String field)
      throws NodeLacks, InterruptedException {
    int uid = user == null ? self.uid() : user(user, field);
    int gid;
    if (group != null) {
      gid = group(group);
    } else if (user == null) {
      gid = self.gid();
    } else {
      gid = accounts.primaryGroup(user).orElse(self.gid());
    }
    if (!self.root() && uid != self.uid()) {
      throw new NodeLacks(
          "the agent on "
              + node
              + " runs as '"
              + self.name()
              + "' and cannot act as '"
              + user
              + "': leave out "
              + field
              + " in the manifest, or run the agent as root");
    }
    return new Owner(uid, gid);
  }

  private int user(String name, String field) throws NodeLacks, InterruptedException {
    OptionalInt uid = accounts.user(name);
    if (uid.isEmpty()) {
      throw new NodeLacks(
          "user '"
              + name
              + "' does not exist on "
              + node
              + ": create it (useradd --system "
              + name
              + ") or change "
              + field
              + " in the manifest");
    }
    return uid.getAsInt();
  }

  private int group(String name) throws NodeLacks, InterruptedException {
    OptionalInt gid = accounts.group(name);
    if (gid.isEmpty()) {
      throw new NodeLacks(
          "group '"
              + name
              + "' does not exist on "
              + node
              + ": create it (groupadd --system "
              + name
              + ") or change 'group' in the manifest");
    }
    return gid.getAsInt();
  }
}
