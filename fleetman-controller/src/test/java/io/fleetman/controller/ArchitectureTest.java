package io.fleetman.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between packages point one way. */
class ArchitectureTest {
  private static final String ROOT = "io.fleetman.controller.";
  private static final List<String> FEATURES =
      List.of(
          "manifest",
          "deployment",
          "cell",
          "publish",
          "fleet",
          "doctor",
          "activity",
          "access",
          "staging",
          "storage");
  private static final List<String> DOMAIN =
      List.of(
          "support",
          "tree",
          "manifest",
          "deployment",
          "cell",
          "publish",
          "fleet",
          "doctor",
          "activity",
          "staging",
          "access",
          "storage",
          "deploy",
          "job");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.fleetman.controller");

  @Test
  void noPackagesGoInCircles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void featuresDoNotKnowEachOther() {
    for (String feature : FEATURES) {
      List<String> others = new ArrayList<>(FEATURES);
      others.remove(feature);
      noClasses()
          .that()
          .resideInAPackage(ROOT + feature + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(others))
          .check(CLASSES);
    }
  }

  @Test
  void operationsKnowNoTerminalNoWebAndNoSdk() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(DOMAIN))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "picocli..",
            "io.javalin..",
            "gg.jte..",
            "software.amazon..",
            "io.fleetman.store.s3..",
            "io.fleetman.embedded..",
            ROOT + "cli..",
            ROOT + "web..",
            ROOT + "config..",
            ROOT + "console..",
            ROOT + "demo..")
        .check(CLASSES);
  }

  @Test
  void operationsDoNotPrintAndDoNotReadTheSystemsClock() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(DOMAIN))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void portalAndApiDoNotKnowEachOther() {
    for (var pair : List.of(List.of("portal", "api"), List.of("api", "portal"))) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + pair.get(0) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + pair.get(1) + "..")
          .check(CLASSES);
    }
  }

  private static String[] packages(List<String> names) {
    return names.stream().map(n -> ROOT + n + "..").toArray(String[]::new);
  }
}
