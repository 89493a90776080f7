package io.godwit.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.MonitorInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The lower layers do no I/O, wait for nothing and ask no clock and no dice: what they need to know
 * is handed in, so that every run can be repeated.
 */
final class PurityTest {
  /** Types that a pure class may not even mention. */
  private static final Pattern FORBIDDEN_TYPE =
      Pattern.compile(
          String.join(
              "|",
              "java\\.util\\.concurrent\\..*",
              "java\\.nio\\.channels\\..*",
              "java\\.net\\.(Server|Datagram|Multicast)?Socket",
              "java\\.net\\.(URLConnection|HttpURLConnection|URL|NetworkInterface|ProxySelector)",
              "java\\.net\\.http\\..*",
              "javax\\.net\\.(ssl\\.SSL(Server)?Socket|.*SocketFactory)",
              "java\\.lang\\.(Thread|ThreadGroup|ThreadLocal|InheritableThreadLocal|Process.*)",
              "java\\.lang\\.ref\\.Cleaner",
              "java\\.util\\.(Timer|TimerTask|Random|SplittableRandom)",
              "java\\.util\\.random\\..*",
              "java\\.security\\.SecureRandom",
              "java\\.time\\.Clock",
              "java\\.util\\.logging\\..*",
              "java\\.lang\\.System\\$Logger.*"));

  /** Methods, as {@code class.method}, that a pure class may not call. */
  private static final Pattern FORBIDDEN_CALL =
      Pattern.compile(
          String.join(
              "|",
              "java\\.lang\\.System\\.(nanoTime|currentTimeMillis|getLogger|getenv|getProperty)",
              "java\\.lang\\.System\\.(in|out|err)",
              "java\\.lang\\.Math\\.random",
              "java\\.util\\.UUID\\.randomUUID",
              "java\\.lang\\.Object\\.(wait|notify|notifyAll)",
              "java\\.time\\.[A-Za-z]+\\.now",
              "java\\.util\\.Date\\.<init>",
              "java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost|isReachable)",
              "java\\.net\\.InetAddress\\.(getHostName|getCanonicalHostName)",
              "java\\.net\\.InetSocketAddress\\.getHostName",
              "java\\.lang\\.Throwable\\.printStackTrace"));

  @Test
  void pure_layers_mention_no_socket_thread_lock_logger_or_dice() {
    List<JavaClass> classes = pureClasses();
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getName();
        if (FORBIDDEN_TYPE.matcher(target).matches()) {
          wrong.add(dependency.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void pure_layers_ask_no_clock_no_name_service_and_no_environment() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : pureClasses()) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        AccessTarget target = access.getTarget();
        if (FORBIDDEN_CALL.matcher(target.getOwner().getName() + '.' + target.getName()).matches()
            || resolves(target)) {
          wrong.add(access.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void pure_layers_synchronize_nothing() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : pureClasses()) {
      type.getMethods().stream()
          .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
          .forEach(method -> wrong.add(method.getFullName()));
      for (MethodModel method : ClassFile.of().parse(CoreClasses.bytes(type)).methods()) {
        if (entersMonitor(method)) {
          wrong.add(type.getName() + '.' + method.methodName().stringValue());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void no_class_of_the_core_writes_to_standard_output_or_error() {
    assertThat(CoreClasses.ALL).isNotEmpty();
    Set<String> streams = Set.of("java.lang.System.out", "java.lang.System.err");
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : CoreClasses.ALL) {
      for (JavaAccess<?> access : type.getAccessesFromSelf()) {
        AccessTarget target = access.getTarget();
        if (streams.contains(target.getOwner().getName() + '.' + target.getName())
            || target.getName().equals("printStackTrace")) {
          wrong.add(access.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<JavaClass> pureClasses() {
    for (String layer : CoreClasses.PURE_LAYERS) {
      assertThat(CoreClasses.of(List.of(layer))).as(layer).isNotEmpty();
    }
    return CoreClasses.of(CoreClasses.PURE_LAYERS);
  }

  /** A socket address made from a host name looks the name up. */
  private static boolean resolves(AccessTarget target) {
    return target instanceof AccessTarget.ConstructorCallTarget made
        && made.getOwner().getName().equals("java.net.InetSocketAddress")
        && made.getRawParameterTypes().getFirst().getName().equals("java.lang.String");
  }

  private static boolean entersMonitor(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(
            element ->
                element instanceof MonitorInstruction monitor
                    && monitor.opcode() == Opcode.MONITORENTER);
  }
}
