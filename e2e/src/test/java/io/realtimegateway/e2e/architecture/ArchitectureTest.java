package io.realtimegateway.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A module may still be empty, so a rule that finds nothing to look at holds.
final class ArchitectureTest {

  private static final String ROOT = MainClasses.ROOT;

  /// What each module may import of the others.
  private static final Map<String, List<String>> IMPORTS =
      Map.ofEntries(
          entry("model"),
          entry("protocol", "model"),
          entry("security", "model"),
          entry("link", "model", "protocol", "security"),
          entry("journal", "model"),
          entry("embedded", "model"),
          entry("store", "model"),
          entry("engine", "model", "protocol", "link", "security", "journal", "store"),
          entry("webhooks", "model", "protocol", "security", "journal", "store"),
          entry("edge", "model", "protocol", "security"),
          entry("gateway", "model", "edge", "protocol", "link", "security"),
          entry("api", "model", "edge", "protocol", "link", "security", "store"),
          entry(
              "server",
              "model",
              "protocol",
              "security",
              "link",
              "journal",
              "embedded",
              "store",
              "engine",
              "webhooks",
              "edge",
              "gateway",
              "api"));

  private static final JavaClasses CLASSES = MainClasses.ALL;

  static Stream<String> modules() {
    return IMPORTS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleIsAmongTheClassesThatAreChecked(String module) {
    assertThat(CLASSES.containPackage(packageOf(module))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleImportsOnlyTheModulesBelowIt(String module) {
    String[] allowed =
        Stream.concat(Stream.of(module), IMPORTS.get(module).stream())
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(inside(module))
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void noPackagesFormACycle() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void gatewayAndEngineNeverImportEachOther() {
    noClasses()
        .that()
        .resideInAPackage(inside("gateway"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("engine"))
        .allowEmptyShould(true)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(inside("engine"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("gateway"))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void nobodyImportsTheServer() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("server"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(inside("server"))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheLocalStoreSeesRocksDb() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("journal.rocks"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.rocksdb..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void theCoreOfTheEngineSeesNoStorageAndNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage(inside("engine.core"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(inside("store"), inside("journal"), inside("link"), "io.netty..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /// Under the locales of a part of the world, numbers get other digits and words another case.
  /// `String.format(Locale.ROOT, …)` and `toLowerCase(Locale.ROOT)` do not.
  @Test
  void noTextDependsOnTheLocaleOfTheProcess() {
    noClasses()
        .should()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(
            CLASSES.getPackage(ROOT).getSubpackagesInTree().stream()
                .filter(candidate -> !candidate.getClasses().isEmpty())
                .filter(candidate -> !candidate.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName))
        .isEmpty();
  }

  private static Map.Entry<String, List<String>> entry(String module, String... below) {
    return Map.entry(module, List.of(below));
  }

  private static String packageOf(String module) {
    return ROOT + "." + module;
  }

  private static String inside(String module) {
    return packageOf(module) + "..";
  }
}
