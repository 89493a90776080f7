package io.godwit.tests;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java source as the compiler's parser sees it; nothing is resolved. */
record ParsedSource(Path file, CompilationUnitTree unit, Trees trees) {
  /** A type that a source declares, with the types around it. */
  record DeclaredType(ClassTree tree, TreePath path, List<String> names, boolean visible) {
    /** The name as one writes it, with the types around it: {@code Body.File}. */
    String name() {
      return String.join(".", names);
    }
  }

  /** Parses the files. */
  static List<ParsedSource> parse(Collection<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      var objects = manager.getJavaFileObjectsFromPaths(files);
      var task = (JavacTask) compiler.getTask(null, manager, null, null, null, objects);
      Trees trees = Trees.instance(task);
      List<ParsedSource> sources = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        sources.add(new ParsedSource(Path.of(unit.getSourceFile().toUri()), unit, trees));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package's name. */
  String packageName() {
    return unit.getPackage() == null ? "" : unit.getPackage().getPackageName().toString();
  }

  /** All types that are declared as members of this source or of its types. */
  List<DeclaredType> types() {
    List<DeclaredType> types = new ArrayList<>();
    for (Tree tree : unit.getTypeDecls()) {
      if (tree instanceof ClassTree declared) {
        TreePath path = new TreePath(new TreePath(unit), declared);
        collect(declared, path, List.of(), isPublic(declared), types);
      }
    }
    return types;
  }

  /** The documentation comment of a declaration, without its frame. */
  Optional<String> documentation(TreePath path) {
    return Optional.ofNullable(trees.getDocComment(path));
  }

  private static void collect(
      ClassTree tree,
      TreePath path,
      List<String> around,
      boolean visible,
      List<DeclaredType> into) {
    List<String> names = new ArrayList<>(around);
    names.add(tree.getSimpleName().toString());
    into.add(new DeclaredType(tree, path, List.copyOf(names), visible));
    boolean membersArePublic = tree.getKind() == Tree.Kind.INTERFACE;
    for (Tree member : tree.getMembers()) {
      if (member instanceof ClassTree inner) {
        boolean innerVisible = visible && (membersArePublic || isPublic(inner));
        collect(inner, new TreePath(path, inner), names, innerVisible, into);
      }
    }
  }

  private static boolean isPublic(ClassTree tree) {
    return tree.getModifiers().getFlags().contains(Modifier.PUBLIC)
        || tree.getModifiers().getFlags().contains(Modifier.PROTECTED);
  }
}
