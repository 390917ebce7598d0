package io.fleetman.controller.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetman.controller.cell.Overrides;
import io.fleetman.controller.cli.Commands;
import io.fleetman.controller.deployment.Drafts;
import io.fleetman.controller.deployment.RecycleBin;
import io.fleetman.controller.job.Executions;
import io.fleetman.controller.job.JobOrder;
import io.fleetman.controller.manifest.ResourceProfiles;
import io.fleetman.controller.operation.Operations;
import io.fleetman.controller.portal.Scene;
import io.fleetman.controller.tree.UploadListener;
import io.fleetman.document.CellState;
import io.fleetman.document.Drift;
import io.fleetman.document.FleetObject;
import io.fleetman.document.Limits;
import io.fleetman.document.OperationDocument;
import io.fleetman.job.JobDocument;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.read.JobReader;
import io.fleetman.layout.CellRef;
import io.fleetman.layout.NodeId;
import io.fleetman.layout.RelativePath;
import io.fleetman.layout.Version;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under each form stands the command that does the same, and that command is one. */
class CliOnPagesTest {
  private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"(/[^\"#]*)\"");
  private static final Pattern FORM =
      Pattern.compile("<form [^>]*method=\"post\"[^>]*action=\"([^\"]+)\"");
  private static final Pattern COMMAND =
      Pattern.compile("<pre tabindex=\"0\" aria-label=\"Command\">([^<]*)</pre>");
  // Of what is in the bucket a little is enough; everything else is found by links.
  private static final List<String> FIRST =
      List.of(
          "/b/main/fleet",
          "/b/main/publish?manifest=web",
          "/b/main/storage?prefix=manifests/",
          "/b/main/storage/delete?prefix=manifests/",
          "/b/main/storage/object?key=manifests/web.json",
          "/b/main/storage/object?key=manifests/web.json&edit=1");
  private static final int MOST = 150;

  private final TestController given = new TestController();
  @TempDir private Path folder;

  @BeforeEach
  void aFleetThatWasWorkedWith() throws IOException {
    Scene scene = new Scene(given.fleet(), given.memory, folder).web();
    scene.sealed("1", Map.of("app.conf", "one\n")).sealed("2", Map.of("it's <odd>.conf", "two\n"));
    scene.sealed("0", Map.of());
    var _ = new RecycleBin(given.fleet()).recycle(Scene.WEB, new Version("0"), null);
    var _ =
        new Drafts(given.fleet())
            .cloneTo(Scene.WEB, new Version("2"), new Version("3"), UploadListener.NONE);
    var _ = new ResourceProfiles(given.fleet()).apply("small", Limits.NONE, null);
    CellRef cell = scene.cell("node-1/web");
    scene.published(cell, "1").ends(cell, CellState.RUNNING, "1", null, List.of());
    scene
        .published(cell, "2")
        .ends(cell, CellState.RUNNING, "2", null, List.of(), new Drift("app.conf", "changed"));
    var _ =
        new Overrides(given.fleet())
            .set(
                cell,
                new RelativePath("app.conf"),
                Files.writeString(folder.resolve("app.conf"), "other\n"),
                Overrides.Attributes.NONE,
                null);
    CellRef stopped = scene.cell("node-2/web");
    scene.published(stopped, "1").ends(stopped, CellState.STOPPED, "1", null, List.of());
    jobsAndLongWork();
  }

  private void jobsAndLongWork() {
    Executions executions = new Executions(given.fleet());
    NodeId node = new NodeId("node-1");
    JobDocument document =
        ((JobReader.Outcome.Valid)
                JobReader.read(
                    "test",
                    "version: 1.0\nsteps: [{name: a, type: runCommand, input: {command: [date]}}]"))
            .document();
    for (String name : List.of("ended", "open")) {
      var made =
          executions.create(
              new JobOrder(
                  name, null, document, Map.of(), List.of(node), "node-1", JobPolicy.DEFAULT, null),
              null,
              null);
      if (name.equals("ended")) {
        var _ = executions.cancel(made.id(), null, null);
      }
    }
    var _ =
        new Operations(given.fleet())
            .begin(
                "o1",
                "upload",
                new FleetObject(FleetObject.Kind.DEPLOYMENT, "web 3"),
                OperationDocument.Unit.FILES,
                null);
  }

  @AfterEach
  void stop() {
    given.close();
  }

  @Test
  void theCommandOfAFormDoesWhatItDoesAndEveryCommandCanBeGivenSo() {
    List<Route> routes = TestController.server(given.store, "127.0.0.1").routes().all();
    Set<String> wrong = new TreeSet<>();
    Set<String> forms = new TreeSet<>();
    Map<String, String> lines = new TreeMap<>();
    pages()
        .forEach(
            (path, page) -> {
              List<String> commands = commands(page);
              commands.forEach(command -> lines.putIfAbsent(command, path));
              for (String action : all(FORM, page)) {
                String does = does(routes, action);
                forms.add(does);
                if (commands.stream().noneMatch(c -> does(does, c))) {
                  wrong.add(path + ": the form of " + action + " lacks 'fleetman " + does + "'");
                }
              }
            });
    lines.forEach(
        (command, path) ->
            Commands.problem(command).ifPresent(p -> wrong.add(path + ": " + command + ": " + p)));
    assertThat(wrong).isEmpty();
    assertThat(forms).hasSizeGreaterThan(20);
    assertThat(lines).hasSizeGreaterThan(40);
  }

  private Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    Set<String> found = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(FIRST);
    while (!next.isEmpty() && pages.size() < MOST) {
      String path = next.poll();
      if (!found.add(path)) {
        continue;
      }
      HttpResponse<String> answer = given.get(path);
      if (!answer.headers().firstValue("content-type").orElse("").startsWith("text/html")) {
        continue;
      }
      String main = answer.body().substring(answer.body().indexOf("id=\"main\""));
      pages.put(path, main);
      all(LINK, answer.body()).stream()
          .filter(l -> !l.matches("/(api|health)/.*|/sign-in.*|.*sort=.*|/b/main/storage/?.+"))
          .forEach(next::add);
    }
    assertThat(next).as("pages that were not looked at").isEmpty();
    return pages;
  }

  private static String does(List<Route> routes, String action) {
    String path = action.replaceFirst("\\?.*", "");
    return routes.stream()
        .filter(r -> r.method().equals(HandlerType.POST) && path.matches(pattern(r.path())))
        .map(Route::does)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no route for the form of " + action));
  }

  // 'upload --from-staging' is a command with an option; 'run' is what 'job run' is for short.
  private static boolean does(String does, String command) {
    String[] words = does.split(" --", 2);
    String verb = words[0].equals("job run") ? "(job )?run" : words[0];
    return command.matches("fleetman " + verb + "( .*)?")
        && (words.length == 1 || command.contains(" --" + words[1]));
  }

  private static String pattern(String path) {
    return path.replaceAll("\\{[^}]*}", "[^/]+");
  }

  private static List<String> commands(String page) {
    List<String> commands = new ArrayList<>();
    for (String text : all(COMMAND, page)) {
      text.lines().map(l -> l.replaceFirst("^\\./", "")).forEach(commands::add);
    }
    commands.removeIf(c -> !c.startsWith("fleetman "));
    return commands;
  }

  private static List<String> all(Pattern pattern, String page) {
    List<String> found = new ArrayList<>();
    for (Matcher m = pattern.matcher(page); m.find(); ) {
      found.add(
          m.group(1)
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&#34;", "\"")
              .replace("&#39;", "'")
              .replace("&amp;", "&"));
    }
    return found;
  }
}
