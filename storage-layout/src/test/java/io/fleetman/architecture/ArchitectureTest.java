package io.fleetman.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String[] PURE = {
    "io.fleetman.layout",
    "io.fleetman.document",
    "io.fleetman.codec",
    "io.fleetman.template",
    "io.fleetman.store",
    "io.fleetman.store.probe",
    "io.fleetman.unit"
  };
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.fleetman");

  @Test
  void onlyOnePackageKnowsTheAwsSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.fleetman.store.s3")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CLASSES);
  }

  @Test
  void purePackagesTouchNoFileAndNoSocket() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            Files.class,
            File.class,
            FileInputStream.class,
            FileOutputStream.class,
            FileChannel.class,
            Socket.class,
            HttpClient.class,
            ProcessBuilder.class)
        .check(CLASSES);
  }

  @Test
  void noPackageReadsTheMachinesClock() {
    // A request that is signed carries this machine's time; nothing else is ever compared with it.
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.fleetman.store.s3.Wire")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .check(CLASSES);
  }

  @Test
  void namesAndKeysKnowNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.fleetman.layout")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fleetman.document..",
            "io.fleetman.codec..",
            "io.fleetman.template..",
            "io.fleetman.store..")
        .check(CLASSES);
  }

  @Test
  void documentsKnowNamesAndNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.fleetman.document")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fleetman.codec..", "io.fleetman.template..", "io.fleetman.store..")
        .check(CLASSES);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("io.fleetman.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
