package io.godwit.tests;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles examples, all at once and without any output. Each becomes a class of its own, which
 * sees what {@link #NAMES} declares and imports the packages of the module, some of {@code
 * java.base}, and what the example asks for. One that declares a method stands among the members of
 * that class, any other in a method.
 */
final class ExampleCompiler {
  /**
   * What examples may use without saying where it comes from. Keep it short: a name belongs here
   * when its meaning is plain from the example.
   */
  private static final String NAMES =
      """
      abstract class Names {
        // messages
        String url;
        Headers headers;
        Request request;
        byte[] one;
        byte[] two;
        InputStream in;
        OutputStream out;

        // a client, and what an application does with what it got
        HttpClient client;
        abstract void show(String text);
        abstract void log(String text);
        abstract String digest();

        // a server
        Handler handler;

        // a driver around a machine
        HttpMachine machine;
        ByteBuffer input;
        ByteBuffer[] buffers;
        abstract void read(ByteBuffer behindWhatIsLeft);
        abstract void write(ByteBuffer bytes);
        abstract void use(ByteBuffer bytes);
        abstract void close();

        // TLS
        SSLEngine sslEngine;
        SSLContext sslContext;
        java.security.KeyStore keyStore;
        ByteBuffer ciphertext;
        ByteBuffer plaintext;
        java.nio.channels.ReadableByteChannel source;
        java.nio.channels.SocketChannel socketChannel;
        ByteBuffer coded;
        ByteBuffer plain;

        // who drives a policy: times are monotonic nanoseconds
        Clock clock;
        long now;
        long deadline;
        Duration limit;
        Engine engine;
        Goal goal;
        DialTimeouts timeouts;
        PoolPlanner<Origin, Connection> planner;
        abstract DialPlan.Fact lookUp(String host, long deadline);
        abstract DialPlan.Fact connect(int attempt, java.net.SocketAddress to, long deadline);
        abstract DialPlan.Fact handshake(int attempt, Goal peer, long deadline);
        abstract DialPlan.Fact writeAndRead(ByteBuffer bytes, int answer, long deadline);
        abstract DialPlan.Fact exchange(Request request, long deadline);
        abstract DialPlan.Fact close(int attempt);
        abstract DialPlan.Fact awaitFact(long until);
        abstract Channel channel(int attempt);
        abstract Connection open(Origin key);
        abstract void await(java.util.function.BooleanSupplier done);

        interface Connection {}

        interface Engine {
          Fact run(Decision.Exchange exchange);
          Fact readOn();
          Fact await(Decision other);
        }

        abstract Now moment();

        // The example is a lambda's body: it may return something or nothing, and throw.
        interface Statements { void run() throws Exception; }
        interface Value { Object get() throws Exception; }
        void example(Statements code) {}
        void example(Value code) {}
      }
      """;

  private static final List<String> JAVA =
      List.of(
          "java.io",
          "java.nio",
          "java.nio.charset",
          "java.nio.file",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "javax.net.ssl");

  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "-Xmaxerrs",
          "10000",
          "-Xmaxwarns",
          "10000",
          "-Xlint:deprecation,removal,rawtypes,unchecked",
          "-classpath",
          Objects.requireNonNull(System.getProperty("java.class.path")));

  private static final Pattern IMPORT = Pattern.compile("import [\\w .*]+;.*");

  /** The head of a method, or of what only a member may be; not indented. */
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?!new |else |return )(?:[\\w<>\\[\\],.?]+ +)+\\w+\\([^()]*\\)[^();]*\\{.*"
              + "|(?:public|protected|private|static) .*");

  private ExampleCompiler() {}

  /** What the compiler has to say about them, with the place in the documentation. */
  static List<String> complaints(List<Example> examples) {
    String imports = imports();
    List<Source> sources = new ArrayList<>();
    sources.add(names(imports));
    for (Example example : examples) {
      sources.add(source("Example" + sources.size(), imports, example));
    }
    return compile(sources);
  }

  private static Source names(String imports) {
    var names =
        new Example(Path.of("ExampleCompiler.NAMES"), 1, 1, List.of(), NAMES.lines().toList());
    return new Source("Names", imports, names, NAMES, "");
  }

  private static Source source(String name, String imports, Example example) {
    StringBuilder head = new StringBuilder(imports);
    StringBuilder body = new StringBuilder();
    example.imports().forEach(asked -> head.append("import ").append(asked).append(";\n"));
    boolean members = false;
    for (String line : example.code()) {
      boolean isImport = IMPORT.matcher(line).matches();
      head.append(isImport ? line + '\n' : "");
      body.append(isImport ? "" : line).append('\n');
      members |= DECLARATION.matcher(line).matches();
    }
    head.append("abstract class ").append(name).append(" extends Names {");
    head.append(members ? "\n" : " { example(() -> {\n");
    return new Source(name, head.toString(), example, body.toString(), members ? "}" : "}); } }");
  }

  private static List<String> compile(List<Source> sources) {
    DiagnosticCollector<JavaFileObject> heard = new DiagnosticCollector<>();
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, heard, OPTIONS, null, sources);
    task.setLocale(Locale.ROOT);
    try {
      task.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return heard.getDiagnostics().stream()
        .filter(said -> said.getKind() != Diagnostic.Kind.NOTE)
        .map(ExampleCompiler::describe)
        .toList();
  }

  private static String describe(Diagnostic<? extends JavaFileObject> said) {
    String message = said.getMessage(Locale.ROOT);
    return said.getSource() instanceof Source source
        ? source.example.place(said.getLineNumber() - source.linesBefore) + ": " + message
        : message;
  }

  private static String imports() {
    var packages = new TreeSet<>(JAVA);
    CoreClasses.module().exports().stream().map(Exports::source).forEach(packages::add);
    StringBuilder imports = new StringBuilder("package examples;\n");
    packages.forEach(name -> imports.append("import ").append(name).append(".*;\n"));
    imports.append("import io.godwit.wire.HttpEvent.*;\n");
    return imports.append("import io.godwit.net.Clock;\n").toString(); // java.time has one, too
  }

  /** An example as the compiler gets it. */
  private static final class Source extends SimpleJavaFileObject {
    private final Example example;
    private final String text;
    private final long linesBefore;

    Source(String name, String head, Example example, String body, String tail) {
      super(URI.create("string:///examples/" + name + ".java"), Kind.SOURCE);
      this.example = example;
      this.text = head + body + tail + '\n';
      this.linesBefore = head.lines().count();
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
