package io.fleetman.e2e.fleet;

import io.fleetman.e2e.node.RealNode;
import io.fleetman.e2e.node.RunResult;
import io.fleetman.layout.CellId;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import org.jspecify.annotations.Nullable;

/** A real node with the agent on it, installed from its tar.gz as docs/operating.md says. */
public final class AgentNode implements AutoCloseable {
  private final RealNode node;
  private final NodeId id;
  private final @Nullable String user;

  private AgentNode(RealNode node, NodeId id, @Nullable String user) {
    this.node = node;
    this.id = id;
    this.user = user;
  }

  /** Boots a node and installs the agent as root. */
  public static AgentNode asRoot(Fleet fleet, String name) {
    return boot(fleet, name, null);
  }

  /** Boots a node and installs the agent for the plain user {@code deploy}. */
  public static AgentNode asUser(Fleet fleet, String name) {
    return boot(fleet, name, "deploy");
  }

  /** Boots a node that has supervisord alone, and lets that run the agent. */
  public static AgentNode underSupervisor(Fleet fleet, String name) {
    RealNode real = RealNode.bootSupervisor(name);
    AgentNode node = new AgentNode(real, new NodeId(name), null);
    try {
      real.copyIn(Fleet.agentArchive(), "/tmp/fleetagent.tar.gz");
      real.writeFile("/etc/fleetagent/config.yaml", fleet.agentConfig(name), "600");
      real.writeFile(
          "/etc/supervisor/conf.d/fleetagent.conf",
          """
          [program:fleetagent]
          command=/opt/fleetagent/bin/fleetagent run --config /etc/fleetagent/config.yaml
          autorestart=true
          startsecs=0
          stdout_logfile=/var/log/fleetagent.log
          redirect_stderr=true
          """);
      node.run(
          "mkdir /opt/fleetagent && tar -xzf /tmp/fleetagent.tar.gz -C /opt/fleetagent"
              + " --strip-components=1 && supervisorctl update");
      fleet.heartbeat(node.id);
      return node;
    } catch (RuntimeException | AssertionError e) {
      System.out.println(node.agentLog());
      real.close();
      throw e;
    }
  }

  private static AgentNode boot(Fleet fleet, String name, @Nullable String user) {
    RealNode real = RealNode.boot(name);
    AgentNode node = new AgentNode(real, new NodeId(name), user);
    try {
      if (real.exec("sh", "-c", "command -v java").succeeded()) {
        throw new IllegalStateException("a node must have no Java of its own");
      }
      real.copyIn(Fleet.agentArchive(), "/tmp/fleetagent.tar.gz");
      real.writeFile("/tmp/agent_config.yaml", fleet.agentConfig(name));
      real.exec("tar", "-xzf", "/tmp/fleetagent.tar.gz", "-C", "/tmp").orThrow();
      node.run(
          "cd /tmp/fleetagent-* && ./install.sh --config /tmp/agent_config.yaml"
              + (user == null ? "" : " --user"));
      fleet.heartbeat(node.id);
      return node;
    } catch (RuntimeException | AssertionError e) {
      System.out.println(node.agentLog());
      real.close();
      throw e;
    }
  }

  /** Runs a shell line as whoever the agent is; fails the test if it fails. */
  public String run(String line) {
    return attempt(line).orThrow();
  }

  /** Runs a shell line as whoever the agent is. */
  public RunResult attempt(String line) {
    return user == null ? node.exec("sh", "-c", line) : node.execAs(user, "sh", "-c", line);
  }

  /** {@code systemctl} of whoever the agent is. */
  public RunResult systemctl(String arguments) {
    return attempt("systemctl " + (user == null ? "" : "--user ") + arguments);
  }

  /** A property of a cell's unit. */
  public String property(String cell, String name) {
    return systemctl("show -P " + name + " fleetman-" + cell + ".service").orThrow();
  }

  /** What a service's cell on this node answers; empty if nothing listens. */
  public String answer(WebService service, String cell) {
    int port = service.port(new CellRef(id, new CellId(cell)));
    RunResult result = node.exec("curl", "-s", "-m", "3", "http://127.0.0.1:" + port + "/");
    return result.succeeded() ? result.out().strip() : "";
  }

  /** The agent's journal, for the message of a test that failed. */
  public String agentLog() {
    String line =
        "if [ -e /var/log/fleetagent.log ]; then tail -n 80 /var/log/fleetagent.log; else"
            + " journalctl --no-pager -n 80 | grep -v systemd; fi";
    return node.exec("sh", "-c", line).out();
  }

  /** The machine underneath. */
  public RealNode machine() {
    return node;
  }

  /** Its id. */
  public NodeId id() {
    return id;
  }

  @Override
  public void close() {
    node.close();
  }
}
