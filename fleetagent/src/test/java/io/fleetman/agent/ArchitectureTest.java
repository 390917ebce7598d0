package io.fleetman.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.time.Clock;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.fleetman.agent");

  @Test
  void programsAreStartedInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.fleetman.agent.process")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(CLASSES);
    noClasses().should().callMethod(Runtime.class, "exec", String[].class).check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.fleetman.agent.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatIsDecidedTouchesNoFileAndNoClock() {
    noClasses()
        .that()
        .resideInAPackage("io.fleetman.agent.reconcile")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Files.class, Clock.class, InstantSource.class)
        .check(CLASSES);
  }

  @Test
  void theHostKnowsNothingOfWhoAsksIt() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.fleetman.agent.fetch",
            "io.fleetman.agent.install",
            "io.fleetman.agent.runtime",
            "io.fleetman.agent.health",
            "io.fleetman.agent.host",
            "io.fleetman.agent.activate",
            "io.fleetman.agent.process")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fleetman.agent.work",
            "io.fleetman.agent.poll",
            "io.fleetman.agent.reconcile",
            "io.fleetman.agent.report",
            "io.fleetman.agent.journal",
            "io.fleetman.agent.config")
        .check(CLASSES);
  }
}
