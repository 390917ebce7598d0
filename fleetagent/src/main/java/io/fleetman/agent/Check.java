package io.fleetman.agent;

import io.fleetman.agent.activate.CellHost;
import io.fleetman.agent.config.AgentConfig;
import io.fleetman.agent.config.ConfigSource;
import io.fleetman.document.Profile;
import io.fleetman.killpoint.KillPoints;
import io.fleetman.layout.Keys;
import io.fleetman.store.ETag;
import io.fleetman.store.GetResult;
import io.fleetman.store.ObjectStore;
import io.fleetman.store.Precondition;
import io.fleetman.store.PutResult;
import io.fleetman.store.StoreException;
import io.fleetman.store.s3.S3ObjectStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/** {@code fleetagent check}: what works here and what does not, a line each. Changes nothing. */
final class Check {
  private static final String UNLISTED =
      "403 for %s, as it is for keys that may not list and an object that is not there yet; if it"
          + " is there, allow the keys to read it";

  private final AgentConfig config;
  private final ConfigSource.Loaded loaded;
  private final PrintStream out;
  private boolean well = true;

  Check(ConfigSource.Loaded loaded, PrintStream out) {
    this.loaded = loaded;
    this.config = loaded.config();
    this.out = out;
  }

  /** True if nothing is wrong. */
  boolean run() throws InterruptedException {
    ok("configuration", loaded.from() + ": node '" + config.node() + "'");
    loaded.warnings().forEach(warning -> out.println("warn  configuration: " + warning));
    folders();
    try (ObjectStore store = S3ObjectStore.open(config.storage())) {
      profiles(Wiring.host(config, store, KillPoints.none()));
      store(store);
    } catch (StoreException e) {
      wrong("store", e.getMessage());
    }
    out.println(well ? "all well" : "something is wrong: see the lines that begin with WRONG");
    return well;
  }

  private void folders() {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("state_folder", config.stateFolder());
    folders.put("systemd.service_folder", config.systemd().serviceFolder());
    folders.put("supervisor.service_folder", config.supervisor().serviceFolder());
    folders.put("deploy.target_folder", config.deployFolder());
    folders.put("jobs.folder", config.jobs().folder());
    folders.forEach(this::folder);
  }

  private void folder(String key, Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      wrong(key, there + " is not a folder: name another one");
    } else if (!Files.isWritable(there)) {
      wrong(key, there + " cannot be written by this user: give it to the agent, or name another");
    } else {
      ok(key, folder + (there.equals(folder) ? "" : " (will be made)"));
    }
  }

  private void profiles(CellHost host) throws InterruptedException {
    SortedMap<Profile, String> profiles = host.profiles();
    for (Profile profile : Profile.values()) {
      String note = profiles.get(profile);
      if (note == null) {
        out.println(
            "--    profile " + word(profile) + ": not here; cells that need it will be refused");
      } else {
        ok("profile " + word(profile), note);
        if (profile == Profile.SYSTEMD) {
          folder("systemd.unit_folder", config.systemd().unitFolder());
        } else if (profile == Profile.SUPERVISOR) {
          folder("supervisor.conf_d_folder", config.supervisor().confDFolder());
        }
      }
    }
  }

  private void store(ObjectStore store) {
    String where = "store " + config.storage();
    String doorbell = Keys.doorbell(config.node());
    // Keys that may not even do this are wrong, and the rest would only say so again.
    boolean listed =
        step(
            where + ", listing its own cells",
            () -> store.list(Keys.cells(config.node()), "/", null).folders().size() + " cells");
    if (listed) {
      step(where + ", reading", () -> reading(store, doorbell));
      step(where + ", writing its own heartbeat", () -> staleSwap(store));
    }
  }

  private static String reading(ObjectStore store, String key) {
    try {
      return switch (store.get(key)) {
        case GetResult.Found _ -> "allowed";
        case GetResult.Absent _, GetResult.Unchanged _ -> "allowed; nobody rang yet";
      };
    } catch (StoreException.AccessDenied e) {
      return UNLISTED.formatted(key);
    }
  }

  // A swap that must be refused shows that writing is allowed, and disturbs no running agent.
  private String staleSwap(ObjectStore store) {
    String key = Keys.heartbeat(config.node());
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    try {
      if (store.get(key) instanceof GetResult.Found found) {
        body = found.body();
      }
    } catch (StoreException.AccessDenied e) {
      out.println("warn  " + UNLISTED.formatted(key));
    }
    Precondition stale = Precondition.matches(new ETag("00000000000000000000000000000000"));
    return switch (store.put(key, body, stale)) {
      case PutResult.Refused _ -> "allowed, and conditions are kept";
      case PutResult.Written _ ->
          throw new AgentException(
              "the store ignores If-Match, so two agents could overwrite each other: use a store"
                  + " with conditional writes");
    };
  }

  private interface Step {
    String run();
  }

  private boolean step(String what, Step step) {
    try {
      String note = step.run();
      ok(what, note);
      return true;
    } catch (StoreException | AgentException e) {
      wrong(what, e.getMessage());
      return false;
    }
  }

  private static String word(Profile profile) {
    return profile.name().toLowerCase(java.util.Locale.ROOT);
  }

  private void ok(String what, String note) {
    out.println("ok    " + what + ": " + note);
  }

  private void wrong(String what, @org.jspecify.annotations.Nullable String sentence) {
    well = false;
    out.println("WRONG " + what + ": " + sentence);
  }
}
