package io.fleetman.controller.portal.job;

import io.fleetman.codec.Durations;
import io.fleetman.controller.portal.Shell;
import io.fleetman.controller.web.Form;
import io.fleetman.job.JobPolicy;
import io.fleetman.job.Parameter;

/** The run form as a command of the CLI, as far as it is filled in. Pure. */
final class RunCommandLine {
  private static final String FILE = "job.yaml";

  private RunCommandLine() {}

  static String of(RunForm run) {
    RunSource source = run.source();
    return source == null ? script(run.form()) : document(run, source);
  }

  private static String script(Form form) {
    Shell line = Shell.of("fleetman run");
    where(form, line);
    line.option("--user", form.text("user"));
    how(form, line);
    // That command lets absent nodes go sooner than this form.
    if (form.text("expire").isEmpty()) {
      line.option("--expire", Durations.format(JobPolicy.DEFAULT.expireAfter()));
    }
    line.flag("--", true);
    String script = form.raw("script").strip();
    if (script.isEmpty()) {
      return line.arg("COMMAND").toString();
    }
    String interpreter = form.text("interpreter");
    return line.arg(interpreter.isEmpty() ? "sh" : interpreter)
        .arg(interpreter.equals("perl") ? "-e" : "-c")
        .arg(script)
        .toString();
  }

  private static String document(RunForm run, RunSource source) {
    Shell line = Shell.of("fleetman job run");
    if (source.current()) {
      line.arg(source.templateName());
    } else {
      line.option("--file", FILE);
    }
    for (RunForm.Field field : run.fields()) {
      Parameter parameter = field.parameter();
      if (parameter.secret()) {
        line.option("-p", field.label() + "=…");
      } else if (!field.value().equals(parameter.preset())) {
        line.option("-p", field.label() + "=" + field.value());
      }
    }
    where(run.form(), line);
    how(run.form(), line);
    return source.current() ? line.toString() : "# " + FILE + ": the document above\n" + line;
  }

  private static void where(Form form, Shell line) {
    String nodes = form.text("nodes").replaceAll("[\\s,]+", ",");
    String selector = form.text("selector");
    line.option("-n", nodes)
        .option("-l", selector)
        .flag("--all", form.checked("all"))
        .flag("--include-dead", form.checked("dead"));
    if (nodes.isEmpty() && selector.isEmpty() && !form.checked("all")) {
      line.option("-l", "SELECTOR");
    }
  }

  private static void how(Form form, Shell line) {
    line.option("--max-concurrent", form.text("concurrent"))
        .option("--abort-after", form.text("failures"))
        .option("--timeout", form.text("timeout"))
        .option("--retries", form.text("retries"))
        .option("--backoff", form.text("backoff"))
        .option("--not-before", form.text("notBefore"))
        .option("--expire", form.text("expire"))
        .option("--output-limit", form.text("outputLimit"))
        .flag("--parallel", form.checked("parallel"))
        .option("--reason", form.text("reason"));
  }
}
