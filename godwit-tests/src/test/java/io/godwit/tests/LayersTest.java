package io.godwit.tests;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The directions in which the packages of the core may depend on each other. */
final class LayersTest {
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "http", Set.of(),
          "wire", Set.of("http"),
          "policy", Set.of("http"),
          "net", Set.of("wire", "http"),
          "client", Set.of("policy", "net", "wire", "http"),
          "server", Set.of("net", "wire", "http"));

  static Stream<String> layers() {
    return CoreClasses.LAYERS.stream();
  }

  @Test
  void every_class_of_the_core_is_in_a_layer() {
    assertThat(CoreClasses.ALL).isNotEmpty();
    assertThat(CoreClasses.ALL)
        .filteredOn(type -> !type.getSimpleName().equals("module-info"))
        .allSatisfy(type -> assertThat(CoreClasses.LAYERS).contains(CoreClasses.layer(type)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void a_layer_depends_only_on_the_layers_it_may(String layer) {
    List<JavaClass> classes = CoreClasses.of(List.of(layer));
    assertThat(classes).isNotEmpty();
    Set<String> allowed = ALLOWED.getOrDefault(layer, Set.of());
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith("io.godwit.")) {
          continue;
        }
        String other = CoreClasses.layer(target);
        if (!other.equals(layer) && !allowed.contains(other)) {
          wrong.add(dependency.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void no_packages_depend_on_each_other_in_a_circle() {
    assertThat(CoreClasses.ALL).isNotEmpty();
    slices().matching("io.godwit.(**)").should().beFreeOfCycles().check(CoreClasses.ALL);
  }

  /** It may be missing at run time: whoever names it otherwise could not be loaded then. */
  @Test
  void the_flight_recorder_is_named_by_its_events_and_by_the_one_place_that_begins_them() {
    List<String> names = new ArrayList<>();
    List<String> beginnings = new ArrayList<>();
    for (JavaClass type : CoreClasses.ALL) {
      if (type.getDirectDependenciesFromSelf().stream()
          .anyMatch(it -> it.getTargetClass().getPackageName().startsWith("jdk.jfr"))) {
        names.add(type.getSimpleName());
      }
      type.getMethodCallsFromSelf().stream()
          .filter(call -> call.getName().equals("begun") && !call.getTargetOwner().equals(type))
          .filter(call -> call.getTargetOwner().getSimpleName().endsWith("Event"))
          .forEach(_ -> beginnings.add(type.getSimpleName()));
    }
    assertThat(names)
        .containsExactlyInAnyOrder("ConnectEvent", "ExchangeEvent", "QueueWaitEvent", "Flight");
    assertThat(beginnings).containsExactly("Flight", "Flight", "Flight");
  }

  /** As above. */
  @Test
  void the_extended_socket_options_are_named_in_one_place() {
    assertThat(
            CoreClasses.ALL.stream()
                .filter(
                    type ->
                        type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(it -> it.getTargetClass().getPackageName().equals("jdk.net")))
                .map(JavaClass::getName))
        .containsExactly("io.godwit.net.KeepAliveOptions$Times");
  }

  @Test
  void at_run_time_the_core_needs_java_base_and_nothing_else() {
    ModuleDescriptor module = CoreClasses.module();
    assertThat(module.name()).isEqualTo("io.godwit");
    assertThat(module.requires())
        .filteredOn(needed -> !needed.modifiers().contains(Requires.Modifier.STATIC))
        .extracting(Requires::name)
        .containsExactly("java.base");
  }
}
