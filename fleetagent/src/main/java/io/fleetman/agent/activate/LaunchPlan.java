package io.fleetman.agent.activate;

import io.fleetman.agent.health.Probe;
import io.fleetman.agent.install.Accounts;
import io.fleetman.agent.install.CellFolder;
import io.fleetman.agent.install.NodeLacks;
import io.fleetman.agent.install.Owners;
import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Runner;
import io.fleetman.document.HealthCheck;
import io.fleetman.document.Hook;
import io.fleetman.document.ManifestSpec;
import io.fleetman.document.Profile;
import io.fleetman.document.SnapshotMark;
import io.fleetman.template.Template;
import io.fleetman.template.TemplateException;
import io.fleetman.unit.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out how a release is run, and says what is wrong with it before anything is touched. */
final class LaunchPlan {
  private final Accounts accounts;
  private final Runner runner;
  private final Map<String, String> labels;

  LaunchPlan(Accounts accounts, Runner runner, Map<String, String> labels) {
    this.accounts = accounts;
    this.runner = runner;
    this.labels = labels;
  }

  Launch of(SnapshotMark.Snapshot snapshot, CellFolder folder, String release)
      throws NodeLacks, InterruptedException {
    return new One(snapshot, folder, release).launch();
  }

  private final class One {
    private final SnapshotMark.Snapshot snapshot;
    private final ManifestSpec spec;
    private final CellFolder folder;
    private final Path release;
    private final Map<String, String> tokens;

    One(SnapshotMark.Snapshot snapshot, CellFolder folder, String release) {
      this.snapshot = snapshot;
      this.spec = snapshot.spec();
      this.folder = folder;
      this.release = folder.release(release);
      this.tokens = TokenValues.of(snapshot, folder, release, labels);
    }

    Launch launch() throws NodeLacks, InterruptedException {
      Owners.Owner owner = new Owners(accounts, snapshot.node(), spec).service();
      Map<String, String> env = env();
      As as = as(owner, env);
      return new Launch(
          service(env),
          spec.health(),
          probe(as),
          new Launch.Commands(
              hook("preStart", spec.hooks().preStart(), as),
              hook("postStart", spec.hooks().postStart(), as),
              hook("preStop", spec.hooks().preStop(), as),
              hook("postStop", spec.hooks().postStop(), as)));
    }

    private Service service(Map<String, String> env) throws NodeLacks {
      return new Service(
          snapshot.cell(),
          snapshot.manifest(),
          snapshot.version(),
          folder.current(),
          argv(),
          spec.user(),
          spec.group(),
          env,
          spec.limits(),
          spec.restart(),
          spec.stopTimeout(),
          folder.output());
    }

    private List<String> argv() throws NodeLacks {
      if (spec.profile() == Profile.DEPLOY) {
        return List.of();
      }
      if (spec.unit() != null) {
        if (!snapshot.files().containsKey(spec.unit())) {
          throw new NodeLacks(
              "'unit' names " + spec.unit() + ", which is not among the snapshot's files");
        }
        return List.of();
      }
      if (spec.command() == null) {
        throw new NodeLacks(
            "there is no 'command': say in the manifest what to run, or use profile deploy");
      }
      return new Program(snapshot, folder.current()).argv(render("command", spec.command()));
    }

    private Map<String, String> env() throws NodeLacks {
      Map<String, String> env = new LinkedHashMap<>();
      for (Map.Entry<String, String> e : spec.env().entrySet()) {
        if (!e.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
          throw new NodeLacks(
              "env: '" + e.getKey() + "' is not a name: use letters, digits and '_'");
        }
        String value = render("env." + e.getKey(), e.getValue());
        if (value.indexOf('\0') >= 0
            || (spec.profile() == Profile.SUPERVISOR && value.indexOf('\n') >= 0)) {
          throw new NodeLacks("env." + e.getKey() + " has a character that cannot be passed on");
        }
        env.put(e.getKey(), value);
      }
      return env;
    }

    private As as(Owners.Owner owner, Map<String, String> env) throws InterruptedException {
      Accounts.Self self = accounts.self();
      String user = spec.user() == null ? self.name() : spec.user();
      Map<String, String> all = new LinkedHashMap<>();
      all.put("HOME", accounts.home(user));
      all.put("USER", user);
      all.put("LOGNAME", user);
      all.putAll(env);
      return self.root() && owner.uid() != self.uid()
          ? new As(Integer.toString(owner.uid()), Integer.toString(owner.gid()), all)
          : new As(null, null, all);
    }

    private Probe probe(As as) throws NodeLacks {
      HealthCheck health = spec.health();
      if (health.http() != null) {
        return http(render("health.http", health.http()), health.timeout());
      }
      if (health.tcp() != null) {
        return tcp(render("health.tcp", health.tcp()), health.timeout());
      }
      if (health.command() != null) {
        String line = render("health.command", health.command());
        return new Probe.Run(shell(line, as, health.timeout()), line, runner);
      }
      return new Probe.None();
    }

    private @Nullable Command hook(String name, @Nullable Hook hook, As as) throws NodeLacks {
      return hook == null
          ? null
          : shell(render("hooks." + name, hook.command()), as, hook.timeout());
    }

    private Command shell(String line, As as, Duration timeout) {
      return new Command(
          List.of("/bin/sh", "-c", line), as.env(), release, as.user(), as.group(), timeout);
    }

    private String render(String field, String text) throws NodeLacks {
      try {
        return Template.render(text, tokens);
      } catch (TemplateException e) {
        throw new NodeLacks(field + " " + e.getMessage());
      }
    }
  }

  private static Probe http(String url, Duration timeout) throws NodeLacks {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return new Probe.Http(uri, timeout);
      }
    } catch (IllegalArgumentException e) {
      throw new NodeLacks("health.http '" + url + "' is not a URL: " + e.getMessage());
    }
    throw new NodeLacks(
        "health.http '" + url + "' is not a URL: write it like http://127.0.0.1:8080/health");
  }

  private static Probe tcp(String address, Duration timeout) throws NodeLacks {
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new NodeLacks(
          "health.tcp '" + address + "' is not an address: write it like 127.0.0.1:5432");
    }
    String host = address.substring(0, colon);
    return new Probe.Tcp(
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(port),
        timeout);
  }

  /** Whom the service's commands run as, and with what. */
  private record As(@Nullable String user, @Nullable String group, Map<String, String> env) {}
}
