package io.godwit.tests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.godwit.http.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** The compiled classes of the core, without its tests. */
final class CoreClasses {
  /** The layers from the bottom up. A package below {@code io.godwit} is in one of them. */
  static final List<String> LAYERS = List.of("http", "wire", "policy", "net", "client", "server");

  /** The layers that do no I/O, hold no lock and read no clock. */
  static final List<String> PURE_LAYERS = List.of("http", "wire", "policy");

  private static final Path PLACE =
      Path.of(
          URI.create(Method.class.getProtectionDomain().getCodeSource().getLocation().toString()));

  /** All of them; read once. */
  static final JavaClasses ALL = read();

  private CoreClasses() {}

  /** The name of the layer that a class of the core is in. */
  static String layer(JavaClass type) {
    String below = type.getPackageName().substring("io.godwit.".length());
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  /** The classes of those layers. */
  static List<JavaClass> of(List<String> layers) {
    return ALL.stream().filter(type -> layers.contains(layer(type))).toList();
  }

  /** The class file. */
  static byte[] bytes(JavaClass type) {
    return bytes(type.getName().replace('.', '/') + ".class");
  }

  /** The module's descriptor. */
  static ModuleDescriptor module() {
    return ModuleDescriptor.read(ByteBuffer.wrap(bytes("module-info.class")));
  }

  private static byte[] bytes(String file) {
    try {
      if (Files.isDirectory(PLACE)) {
        return Files.readAllBytes(PLACE.resolve(file));
      }
      try (JarFile jar = new JarFile(PLACE.toFile());
          InputStream in = jar.getInputStream(jar.getEntry(file))) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaClasses read() {
    if (Files.isDirectory(PLACE)) {
      return new ClassFileImporter().importPath(PLACE);
    }
    try (JarFile jar = new JarFile(PLACE.toFile())) {
      return new ClassFileImporter().importJar(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
