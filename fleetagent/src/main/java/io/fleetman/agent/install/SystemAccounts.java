package io.fleetman.agent.install;

import io.fleetman.agent.process.Command;
import io.fleetman.agent.process.Result;
import io.fleetman.agent.process.Runner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The node's accounts as its name service knows them, so that LDAP and the like are asked too. */
public final class SystemAccounts implements Accounts {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Runner runner;

  /** Asks through {@code runner}. */
  public SystemAccounts(Runner runner) {
    this.runner = runner;
  }

  @Override
  public Self self() {
    try {
      Path me = Path.of("/proc/self");
      Disk.Attributes is = Disk.attributes(me.toRealPath());
      return new Self(Files.getOwner(me).getName(), is.uid(), is.gid());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell whom the agent runs as", e);
    }
  }

  @Override
  public OptionalInt user(String name) throws InterruptedException {
    return number(Command.tool(LIMIT, "id", "-u", "--", name), 0);
  }

  @Override
  public OptionalInt primaryGroup(String user) throws InterruptedException {
    return number(Command.tool(LIMIT, "id", "-g", "--", user), 0);
  }

  @Override
  public OptionalInt group(String name) throws InterruptedException {
    return number(Command.tool(LIMIT, "getent", "group", name), 2);
  }

  @Override
  public String home(String user) throws InterruptedException {
    Result result = runner.run(Command.tool(LIMIT, "getent", "passwd", user));
    List<String> fields = List.of(result.output().split(":", -1));
    return result.ok() && fields.size() > 5 && !fields.get(5).isBlank() ? fields.get(5) : "/";
  }

  private OptionalInt number(Command command, int field) throws InterruptedException {
    Result result = runner.run(command);
    String[] fields = result.output().strip().split(":", -1);
    return result.ok() && fields.length > field && fields[field].matches("\\d+")
        ? OptionalInt.of(Integer.parseInt(fields[field]))
        : OptionalInt.empty();
  }
}
