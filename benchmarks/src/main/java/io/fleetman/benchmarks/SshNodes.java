package io.fleetman.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Nodes that are reached by ssh: 127.0.0.1, 127.0.0.2 and so on, all of one sshd that is ended with
 * this. It has keys of its own, and answers nobody but this user of this machine.
 */
final class SshNodes implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final Path folder;
  private final Daemon sshd;
  private double spent;
  private double before;

  private SshNodes(Path folder, Daemon sshd) {
    this.folder = folder;
    this.sshd = sshd;
  }

  static SshNodes start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (String key : List.of("host", "user")) {
      Tool.run(
          folder.resolve("keygen.log"),
          Map.of(),
          List.of(
              "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString()));
    }
    boolean root = System.getProperty("user.name").equals("root");
    if (root) {
      Files.createDirectories(Path.of("/run/sshd")); // which its service would have made
    }
    Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
    int port = freePort();
    JobsTable.secret(
        folder.resolve("sshd_config"),
        """
        Port %d
        ListenAddress 0.0.0.0
        HostKey %s/host
        AuthorizedKeysFile %s/authorized
        PidFile none
        AllowUsers %s@127.0.0.1
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        UsePAM %s
        UseDNS no
        StrictModes no
        PrintMotd no
        MaxStartups 500
        """
            .formatted(port, folder, folder, System.getProperty("user.name"), root ? "yes" : "no"));
    Files.writeString(
        folder.resolve("ssh_config"),
        """
        Host *
          Port %d
          User %s
          IdentityFile %s/user
          IdentitiesOnly yes
          IdentityAgent none
          StrictHostKeyChecking no
          UserKnownHostsFile %s/known_hosts
          LogLevel ERROR
          BatchMode yes
        """
            .formatted(port, System.getProperty("user.name"), folder, folder));
    Files.writeString(
        folder.resolve("ansible.cfg"),
        """
        [defaults]
        host_key_checking = False
        interpreter_python = /usr/bin/python3
        local_tmp = %s/ansible
        [ssh_connection]
        pipelining = True
        ssh_args = -F %s/ssh_config -o ControlMaster=no
        """
            .formatted(folder, folder));
    Daemon sshd =
        Daemon.start(
            folder.resolve("sshd.log"),
            Map.of(),
            List.of(SSHD.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString()));
    sshd.awaitSaid("Server listening", 0, LIMIT);
    return new SshNodes(folder, sshd);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A command on the first nodes, side by side on so many. */
  Spent pdsh(int nodes, int fanout, String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("pdsh", "-S", "-R", "ssh", "-f", Integer.toString(fanout)));
    all.addAll(List.of("-w", "127.0.0.[1-" + nodes + "]"));
    all.addAll(List.of(command));
    before = Tool.cpuWithChildrenOf(sshd.pid());
    Path log = folder.resolve("pdsh.log");
    Spent took =
        Tool.run(log, Map.of("PDSH_SSH_ARGS_APPEND", "-F " + folder.resolve("ssh_config")), all);
    settle();
    answered(log, nodes, "Linux");
    return took;
  }

  /** The same by Ansible, ad hoc and pipelined. */
  Spent ansible(int nodes, int fanout, String... command) throws IOException, InterruptedException {
    StringBuilder inventory = new StringBuilder("[all]\n");
    for (int i = 1; i <= nodes; i++) {
      inventory.append("127.0.0.").append(i).append('\n');
    }
    Path hosts = folder.resolve("hosts-" + nodes);
    Files.writeString(hosts, inventory);
    before = Tool.cpuWithChildrenOf(sshd.pid());
    Path log = folder.resolve("ansible.log");
    Spent took =
        Tool.run(
            log,
            Map.of(
                "ANSIBLE_CONFIG",
                folder.resolve("ansible.cfg").toString(),
                "ANSIBLE_HOME",
                folder.resolve("ansible").toString()),
            List.of(
                "ansible",
                "all",
                "-i",
                hosts.toString(),
                "-f",
                Integer.toString(fanout),
                "-m",
                "command",
                "-a",
                String.join(" ", command)));
    settle();
    answered(log, nodes, "rc=0");
    return took;
  }

  // Its sessions end a moment after the client has.
  private void settle() throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (Tool.hasChildren(sshd.pid()) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    spent = Tool.cpuWithChildrenOf(sshd.pid()) - before;
  }

  /** Processor seconds of the last command's sessions. */
  double spent() {
    return spent;
  }

  private static void answered(Path log, int nodes, String word) throws IOException {
    long lines =
        Files.readAllLines(log).stream()
            .filter(l -> Objects.requireNonNull(l).contains(word))
            .count();
    if (lines != nodes) {
      throw new IOException(
          lines + " of " + nodes + " nodes answered: see " + log + "\n" + Files.readString(log));
    }
  }

  @Override
  public void close() {
    sshd.close();
  }
}
