package io.fleetman.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Whatever changes something says first what it would do, if it is asked, and then does nothing.
 */
class DryRunTest {
  // Write nothing into a bucket that there is: they read, or serve one.
  private static final Set<String> READ =
      Set.of(
          "activity",
          "agents",
          "completion",
          "controller",
          "demo",
          "deployment diff",
          "deployment download",
          "deployment files",
          "deployment list",
          "deployment show",
          "diff",
          "exit-codes",
          "help",
          "history",
          "job list",
          "job logs",
          "job show",
          "logs",
          "manifest diff",
          "manifest history",
          "manifest list",
          "manifest show",
          "manifest unit",
          "node add",
          "operation list",
          "operation show",
          "override list",
          "resource-profile list",
          "staging list",
          "status",
          "storage list",
          "storage show",
          "store",
          "template list",
          "template show",
          "token list",
          "user list",
          "version list");

  // On the fleet below; what is in capitals is there.
  private static final List<String> CHANGING =
      List.of(
          "activity prune --older-than 1d",
          "agents delete node-9",
          "apply -f other.yaml",
          "cell add node-2/web --manifest web --var greeting=hi",
          "cell drift node-1/web repair",
          "deploy web --version 3",
          "deployment clone web 2 5",
          "deployment create web 6",
          "deployment mode files 4 a.txt 0600",
          "deployment purge files 0",
          "deployment put files 4 b.txt --from a.txt",
          "deployment recycle files 1",
          "deployment restore files 0",
          "deployment take-out files 4 a.txt",
          "doctor --repair --older-than 0s",
          "init --s3-bucket fleet --config third.yaml",
          "job apply another job.yaml",
          "job cancel EXECUTION",
          "job prune --keep 0",
          "job retry CANCELED",
          "job run mine -n node-1",
          "manifest delete spare",
          "manifest duplicate web copy",
          "new other",
          "operation cancel o1",
          "override rm node-1/web a.txt",
          "override set node-1/web b.txt a.txt",
          "prune --keep-versions 1 --keep-histories 1",
          "publish 1 node-1/web",
          "remove node-1/web",
          "repair node-1/web",
          "resource-profile delete small",
          "restart node-1/web",
          "rollback node-1/web",
          "run -n node-1 -- date",
          "seal files 4",
          "staging put a.txt",
          "staging remove a.txt",
          "start node-1/web",
          "stop node-1/web",
          "storage delete notes/a.txt",
          "storage put a.txt notes/b.txt",
          "template delete mine",
          "token create ci --owner ada",
          "token revoke TOKEN",
          "upload files 4 b.txt",
          "user add bob",
          "user passwd ada",
          "user remove ada",
          "version delete node-1/web 1");

  @TempDir Path folder;

  @Test
  void everyCommandThatChangesAnythingTakesIt() {
    Map<String, CommandLine> all = leaves("", HelpTest.root());
    Set<String> without = new TreeSet<>();
    all.forEach(
        (name, command) -> {
          if (command.getCommandSpec().findOption("--dry-run") == null) {
            without.add(name);
          }
        });
    assertThat(without).isEqualTo(new TreeSet<>(READ));

    Set<String> tried = new TreeSet<>();
    CHANGING.forEach(line -> tried.add(name(all.keySet(), line)));
    all.keySet().removeAll(READ);
    assertThat(tried).as("those that are tried below").isEqualTo(all.keySet());
  }

  @Test
  void itSaysWhatWouldBeDoneAsTextAndAsJsonAndWritesNothing() {
    TestCli cli = WorkedFleet.in(folder);
    List<String> executions =
        cli.run("job", "list", "-o", "json").json().findValuesAsText("execution");
    String token = cli.run("token", "list", "-o", "json").json().findValue("id").asText();
    Map<String, String> before = content(cli);
    List<String> wrong = new ArrayList<>();

    for (String line : CHANGING) {
      String[] words =
          line.replace("EXECUTION", executions.getFirst())
              .replace("CANCELED", executions.getLast())
              .replace("TOKEN", token)
              .split(" ", -1);
      TestCli.Run text = cli.run(with(words, "--dry-run"));
      TestCli.Run json = cli.run(with(words, "--dry-run", "-o", "json"));
      if (text.code() != 0 || text.out().isBlank()) {
        wrong.add(line + ": " + text.code() + " " + text.out() + text.err());
      } else if (json.code() != 0 || !json.json().isObject()) {
        wrong.add(line + " as JSON: " + json.code() + " " + json.out() + json.err());
      }
      if (!content(cli).equals(before)) {
        wrong.add(line + ": wrote into the bucket");
        before = content(cli);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(folder.resolve("other")).as("what 'new' would make").doesNotExist();
    assertThat(folder.resolve("third.yaml")).as("what 'init' would write").doesNotExist();
  }

  // Before the '--' behind which another program's words are.
  private static String[] with(String[] words, String... options) {
    List<String> all = new ArrayList<>(List.of(words));
    int end = all.indexOf("--");
    all.addAll(end < 0 ? all.size() : end, List.of(options));
    return all.toArray(String[]::new);
  }

  private static Map<String, String> content(TestCli cli) {
    Map<String, String> content = new TreeMap<>();
    cli.store.keys().forEach(key -> content.put(key, String.valueOf(cli.store.text(key))));
    return content;
  }

  private static String name(Set<String> all, String line) {
    String[] words = line.split(" ", -1);
    String two = words[0] + " " + words[1];
    return all.contains(two) ? two : words[0];
  }

  // A group that is a command, too, such as 'agents', is one of them.
  private static Map<String, CommandLine> leaves(String path, CommandLine command) {
    Map<String, CommandLine> leaves = new TreeMap<>();
    command
        .getSubcommands()
        .forEach(
            (word, child) -> {
              String name = (path + " " + word).strip();
              if (child.getSubcommands().isEmpty()
                  || child.getCommand() instanceof java.util.concurrent.Callable) {
                leaves.put(name, child);
              }
              leaves.putAll(leaves(name, child));
            });
    return leaves;
  }
}
