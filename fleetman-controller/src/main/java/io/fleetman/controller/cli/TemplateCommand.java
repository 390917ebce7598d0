package io.fleetman.controller.cli;

import picocli.CommandLine.Command;

@Command(
    name = "template",
    description = "Job templates: documents under a name.",
    footer = {"", "Example:", "  fleetman template list"})
final class TemplateCommand extends Group {}
