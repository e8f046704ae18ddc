package io.realtimegateway.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A simple name in a search, a log line or a stack trace stands for one class.
final class UniqueNamesTest {
  @Test
  void eachTopLevelClassHasASimpleNameOfItsOwn() {
    assertThat(repeated(topLevel().map(JavaClass::getName))).isEmpty();
  }

  /// A nested class is written with the class around it, so only its own module must not confuse it
  /// with another one.
  @Test
  void noPublicNestedClassIsNamedLikeATopLevelClassOfItsModule() {
    NavigableSet<String> topLevel = new TreeSet<>();
    topLevel().map(each -> moduleOf(each) + ":" + each.getSimpleName()).forEach(topLevel::add);
    assertThat(publicNested())
        .filteredOn(nested -> topLevel.contains(moduleOf(nested) + ":" + nested.getSimpleName()))
        .extracting(JavaClass::getName)
        .isEmpty();
  }

  @Test
  void aSimpleNameThatOccursTwiceIsFound() {
    assertThat(repeated(Stream.of("a.b.Link", "a.c.Link", "a.b.Peer")))
        .containsExactly("a.b.Link", "a.c.Link");
  }

  private static Stream<JavaClass> topLevel() {
    return main()
        .filter(JavaClass::isTopLevelClass)
        .filter(each -> !each.getSimpleName().equals("package-info"));
  }

  /// Without this module, which has tests only: an IDE may have them beside the other classes.
  private static Stream<JavaClass> main() {
    return MainClasses.ALL.stream()
        .filter(each -> !each.getPackageName().startsWith(MainClasses.ROOT + ".e2e"));
  }

  private static Stream<JavaClass> publicNested() {
    return main()
        .filter(JavaClass::isMemberClass)
        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static String moduleOf(JavaClass any) {
    return any.getPackageName().split("\\.", -1)[2];
  }

  /// The full names of the classes whose simple name another class has as well.
  private static NavigableSet<String> repeated(Stream<String> names) {
    TreeMap<String, NavigableSet<String>> bySimpleName = new TreeMap<>();
    names.forEach(
        name ->
            bySimpleName
                .computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), _ -> new TreeSet<>())
                .add(name));
    NavigableSet<String> repeated = new TreeSet<>();
    bySimpleName.values().stream().filter(same -> same.size() > 1).forEach(repeated::addAll);
    return repeated;
  }
}
