import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the classes in the jars of its arguments start faster: each {@code switch} over types
 * becomes a method of its class that asks for one type after the other.
 *
 * <p>javac leaves such a switch to {@code SwitchBootstraps.typeSwitch}, which makes that very
 * method when the switch is first reached. An AOT cache of JDK 25 cannot hold it, so each run of
 * the command would make it anew: a dozen of them cost more than the rest of a GET.
 */
final class TypeSwitches {
  private final List<FileSystem> jars = new ArrayList<>();
  private final ClassFile classes =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(this::open)
                  .orElse(ClassHierarchyResolver.defaultResolver())
                  .cached()));
  private int replaced;

  public static void main(String[] jars) throws IOException {
    TypeSwitches switches = new TypeSwitches();
    for (String jar : jars) {
      switches.jars.add(FileSystems.newFileSystem(Path.of(jar)));
    }
    for (FileSystem jar : switches.jars) {
      try (var files = Files.walk(jar.getPath("/"))) {
        for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
          switches.replace(file);
        }
      }
    }
    for (FileSystem jar : switches.jars) {
      jar.close();
    }
    System.out.println(switches.replaced + " switches over types replaced");
  }

  private void replace(Path file) throws IOException {
    ClassModel model = classes.parse(Files.readAllBytes(file));
    int before = replaced;
    byte[] changed =
        classes.transformClass(model, ClassTransform.ofStateful(() -> new InClass(model)));
    if (replaced > before) {
      Files.write(file, changed);
    }
  }

  private InputStream open(ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
    for (FileSystem jar : jars) {
      Path file = jar.getPath("/", name);
      if (Files.exists(file)) {
        try {
          return Files.newInputStream(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return null; // as the resolver asks for: not one of ours
  }

  /** The switches of one class. */
  private final class InClass implements ClassTransform {
    private final ClassModel model;
    private final List<Switch> found = new ArrayList<>();

    InClass(ClassModel model) {
      this.model = model;
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (element instanceof MethodModel method) {
        builder.transformMethod(method, MethodTransform.transformingCode(this::replace));
      } else {
        builder.with(element);
      }
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
      for (int i = 0; i < found.size(); i++) {
        Switch one = found.get(i);
        builder.withMethodBody(name(i), one.method(), flags, code -> ask(code, one.types()));
      }
    }

    private void replace(CodeBuilder builder, CodeElement element) {
      Optional<Switch> one =
          element instanceof InvokeDynamicInstruction call ? read(call) : Optional.empty();
      if (one.isEmpty()) {
        builder.with(element);
        return;
      }
      boolean inInterface = model.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
      builder.invokestatic(
          model.thisClass().asSymbol(), name(found.size()), one.get().method(), inInterface);
      found.add(one.get());
      replaced++;
    }

    private String name(int number) {
      return "typeSwitch$" + number;
    }
  }

  /** A switch over types: its method, of the value and the case to begin with, and its cases. */
  private record Switch(MethodTypeDesc method, List<ClassDesc> types) {}

  /** The switch that a call makes; empty when it is not one over types alone. */
  private static Optional<Switch> read(InvokeDynamicInstruction call) {
    var bootstrap = call.bootstrapMethod();
    if (!bootstrap.owner().displayName().equals("SwitchBootstraps")
        || !bootstrap.methodName().equals("typeSwitch")
        || call.typeSymbol().parameterType(0).isPrimitive()) {
      return Optional.empty();
    }
    List<ClassDesc> types = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type) || type.isPrimitive()) {
        return Optional.empty();
      }
      types.add(type);
    }
    return Optional.of(new Switch(call.typeSymbol(), types));
  }

  /** What typeSwitch promises: -1 for null, else the first type from the given one on that fits. */
  private static void ask(CodeBuilder code, List<ClassDesc> types) {
    Label there = code.newLabel();
    code.aload(0).ifnonnull(there).iconst_m1().ireturn().labelBinding(there);
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(types.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }
}
