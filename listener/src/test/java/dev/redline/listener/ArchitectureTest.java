package dev.redline.listener;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom; docs/decisions says why there are rooms at all. */
class ArchitectureTest {
  private static final String ROOT = "dev.redline.listener";
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static String room(String name) {
    return ROOT + "." + name + "..";
  }

  @Test
  void onlyTheEdgeToSparkKnowsSpark() {
    noClasses()
        .that(
            not(resideInAPackage(room("spark")))
                .and(not(simpleName("RedlineListener")))
                .and(not(simpleName("RedlinePlugin")))
                .and(not(resideInRedlinePlugin())))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
        .check(AGENT);
  }

  /** The plugin's anonymous classes. */
  private static DescribedPredicate<JavaClass> resideInRedlinePlugin() {
    return DescribedPredicate.describe(
        "are part of RedlinePlugin", type -> type.getName().startsWith(ROOT + ".RedlinePlugin$"));
  }

  @Test
  void onlyTheMetersKnowMicrometerAndAws() {
    noClasses()
        .that()
        .resideOutsideOfPackage(room("meter"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "software.amazon..")
        .check(AGENT);
  }

  record Room(String name, List<String> mayImport) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Room> pureRooms() {
    return Stream.of(
        new Room("signal", List.of()),
        new Room("loss", List.of("signal")),
        new Room("policy", List.of("signal")),
        new Room("engine", List.of("signal", "loss", "policy")));
  }

  @ParameterizedTest
  @MethodSource("pureRooms")
  void theRulesKnowOnlyThemselves(Room room) {
    TreeSet<String> allowed = new TreeSet<>(List.of("java..", "org.jspecify.annotations"));
    allowed.add(room(room.name()));
    if (room.name().equals("policy")) {
      allowed.add("org.pcollections");
    }
    room.mayImport().forEach(other -> allowed.add(room(other)));
    if (!room.name().equals("signal") && !room.name().equals("loss")) {
      allowed.add("dev.redline.catalog..");
    }
    classes()
        .that()
        .resideInAPackage(room(room.name()))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .check(AGENT);
  }

  @ParameterizedTest
  @MethodSource("pureRooms")
  void theRulesHaveNoClock(Room room) {
    noClasses()
        .that()
        .resideInAPackage(room(room.name()))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(AGENT);
  }

  @Test
  void onlyTheLadderEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(room("action"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(AGENT);
  }

  @Test
  void roomsFormNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(AGENT);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(AGENT);
  }

  @Test
  void everyRoomSaysThatNothingIsNullUnlessItSaysSo() throws Exception {
    List<String> packages =
        AGENT.stream().map(JavaClass::getPackageName).distinct().sorted().toList();
    assertThat(packages).hasSizeGreaterThan(8);
    for (String name : packages) {
      assertThat(Class.forName(name + ".package-info").getAnnotations())
          .as(name)
          .anyMatch(annotation -> annotation instanceof NullMarked);
    }
  }

  @Test
  void nothingIsCalledManagerOrHelper() {
    assertThat(AGENT.stream().map(JavaClass::getSimpleName))
        .noneMatch(
            name ->
                Arrays.asList("Manager", "Helper", "Util", "Utils", "Impl").stream()
                    .anyMatch(name::endsWith));
  }
}
