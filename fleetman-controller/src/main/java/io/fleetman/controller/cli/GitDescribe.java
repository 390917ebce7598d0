package io.fleetman.controller.cli;

import io.fleetman.controller.manifest.ServiceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code git describe} says of a service's folder; nothing where there is no git, no
 * repository, or one that does not keep the service: its name for the commit would say nothing
 * about a folder that it ignores.
 */
final class GitDescribe implements Function<Path, Optional<String>> {
  private static final Logger log = LoggerFactory.getLogger(GitDescribe.class);
  private static final int LIMIT_SECONDS = 10;

  @Override
  public Optional<String> apply(Path folder) {
    return git(folder, "ls-files", "--error-unmatch", ServiceFile.NAME)
        .flatMap(_ -> git(folder, "describe", "--tags", "--always", "--dirty"));
  }

  private static Optional<String> git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder git = new ProcessBuilder(command);
    git.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = git.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        log.warn("git {} took more than {} s in {}", arguments[0], LIMIT_SECONDS, folder);
        return Optional.empty();
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0 && !said.isEmpty() ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      log.debug("no git here: {}", e.toString());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
