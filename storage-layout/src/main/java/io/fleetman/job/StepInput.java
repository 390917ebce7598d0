package io.fleetman.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.fleetman.document.Defaults;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a step does. Texts may hold {@code {{ params.NAME }}} where it says so. */
@JsonSubTypes({
  @JsonSubTypes.Type(value = StepInput.RunCommand.class, name = "runCommand"),
  @JsonSubTypes.Type(value = StepInput.RunScript.class, name = "runScript"),
  @JsonSubTypes.Type(value = StepInput.RunHandler.class, name = "runHandler"),
  @JsonSubTypes.Type(value = StepInput.WriteFile.class, name = "writeFile"),
  @JsonSubTypes.Type(value = StepInput.Download.class, name = "download"),
  @JsonSubTypes.Type(value = StepInput.Service.class, name = "service"),
  @JsonSubTypes.Type(value = StepInput.Reboot.class, name = "reboot")
})
public sealed interface StepInput {
  /** Its {@code type} in a document. */
  String type();

  /**
   * A program and its arguments; no shell reads them.
   *
   * @param command at least the program; each element may hold parameters
   */
  record RunCommand(List<String> command) implements StepInput {
    /** A copy is kept. */
    public RunCommand {
      command = Defaults.list(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("command is empty: name at least the program");
      }
    }

    @Override
    public String type() {
      return "runCommand";
    }
  }

  /**
   * A script. Parameters reach it as environment variables {@code PARAM_NAME}, never within its
   * text.
   *
   * @param interpreter a program such as {@code bash} or {@code python3}; {@code sh} if left out
   * @param script its text; null if it is in the bucket
   * @param source where it is in the bucket; null if its text is given
   * @param args its arguments; each may hold parameters
   */
  record RunScript(
      String interpreter, @Nullable String script, @Nullable BucketFile source, List<String> args)
      implements StepInput {
    /** Exactly one of text and source. */
    public RunScript {
      interpreter = Defaults.or(interpreter, "sh");
      args = Defaults.list(args);
      if ((script == null) == (source == null)) {
        throw new IllegalArgumentException("give exactly one of script and source");
      }
    }

    @Override
    public String type() {
      return "runScript";
    }
  }

  /**
   * A program that is on the node. As with AWS IoT Device Client it is given the step's {@code
   * runAsUser}, or an empty text, as its first argument, before {@code args}.
   *
   * @param handler its file name
   * @param args its further arguments; each may hold parameters
   * @param path the folder it is in; {@code default}: the agent's folder of handlers, whose files
   *     must be the agent's own, with mode 0700; null: looked for in PATH
   */
  record RunHandler(String handler, List<String> args, @Nullable String path) implements StepInput {
    /** What {@code path} says for the agent's folder. */
    public static final String DEFAULT_PATH = "default";

    /** A copy is kept. */
    public RunHandler {
      Objects.requireNonNull(handler, "handler is missing");
      args = Defaults.list(args);
    }

    @Override
    public String type() {
      return "runHandler";
    }
  }

  /**
   * A file with this content, replaced as a whole.
   *
   * @param path absolute; may hold parameters
   * @param content its text; may hold parameters
   * @param mode such as {@code 0644}, which it is if left out
   * @param owner null: the step's user
   * @param group null: the owner's
   */
  record WriteFile(
      String path, String content, String mode, @Nullable String owner, @Nullable String group)
      implements StepInput {
    /** Fills in the mode. */
    public WriteFile {
      Objects.requireNonNull(path, "path is missing");
      Objects.requireNonNull(content, "content is missing");
      mode = Defaults.or(mode, "0644");
    }

    @Override
    public String type() {
      return "writeFile";
    }
  }

  /**
   * A file from the bucket, verified, then put in place as a whole.
   *
   * @param source which
   * @param path absolute; may hold parameters
   * @param mode such as {@code 0644}, which it is if left out
   * @param owner null: the step's user
   * @param group null: the owner's
   */
  record Download(
      BucketFile source, String path, String mode, @Nullable String owner, @Nullable String group)
      implements StepInput {
    /** Fills in the mode. */
    public Download {
      Objects.requireNonNull(source, "source is missing");
      Objects.requireNonNull(path, "path is missing");
      mode = Defaults.or(mode, "0644");
    }

    @Override
    public String type() {
      return "download";
    }
  }

  /**
   * A cell of the node, through its profile.
   *
   * @param action what to do
   * @param cell its id on the node; may be a parameter
   */
  record Service(Action action, String cell) implements StepInput {
    /** Both are given. */
    public Service {
      Objects.requireNonNull(action, "action is missing");
      Objects.requireNonNull(cell, "cell is missing");
    }

    /** What may be done to a service. */
    public enum Action {
      /** Start it if it does not run. */
      @JsonProperty("start")
      START,
      /** Stop it if it runs. */
      @JsonProperty("stop")
      STOP,
      /** Stop it, then start it. */
      @JsonProperty("restart")
      RESTART
    }

    @Override
    public String type() {
      return "service";
    }
  }

  /** Restart the machine; the job goes on with the next step after the boot. */
  record Reboot() implements StepInput {
    @Override
    public String type() {
      return "reboot";
    }
  }
}
