package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.godwit.http.Method;
import io.godwit.http.Status;
import io.godwit.server.HttpProblem;
import io.godwit.server.ServerRequest;
import io.godwit.server.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, with the JDK's rules: the response begins with {@link #sendResponseHeaders}, and
 * the exchange ends when its content is closed, on whatever thread that happens. Used by one thread
 * at a time; the threads hand it over to one another as their program sees to.
 */
final class ServedExchange {
  /** What the server says of itself, whatever the handler has set. */
  private static final Set<String> OURS = Set.of("content-length", "transfer-encoding", "date");

  private final ServerRequest request;
  private final ServerResponse response;
  private final ServedContext context;
  private final URI uri;
  private final Headers requestHeaders;
  private final Headers responseHeaders = new Headers();
  private final ContentOutput content;
  private final CountDownLatch ended = new CountDownLatch(1);
  private InputStream in;
  private OutputStream out;
  private int code = -1;
  private @Nullable HttpPrincipal principal;
  private volatile @Nullable Throwable failure;

  ServedExchange(ServerRequest request, ServerResponse response, ServedContext context, URI uri)
      throws IOException {
    this.request = request;
    this.response = response;
    this.context = context;
    this.uri = uri;
    this.requestHeaders = received(request);
    this.content = new ContentOutput(response, this::end);
    this.in = request.body().open();
    this.out = content;
  }

  private static Headers received(ServerRequest request) {
    Headers fields = new Headers();
    request.headers().forEach(field -> fields.add(field.name(), field.value()));
    return Headers.of(fields); // which cannot be changed
  }

  /**
   * Runs filters and handler, and waits until the exchange has ended, which may be after the
   * handler has returned.
   */
  void run(@Nullable Executor executor) throws Exception {
    HttpExchange face =
        request.tls().isPresent() ? new SecureExchange(this) : new PlainExchange(this);
    // Never on this thread: what ends an exchange is not the handler's return, but a close before.
    Thread own = null;
    if (executor == null) {
      own =
          Thread.ofVirtual()
              .name("godwit-jdk-handler")
              .inheritInheritableThreadLocals(false)
              .start(() -> handle(face));
    } else {
      try {
        executor.execute(() -> handle(face));
      } catch (RejectedExecutionException e) {
        throw HttpProblem.of(Status.SERVICE_UNAVAILABLE, "no thread is left for this request");
      }
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      if (own != null) {
        own.interrupt(); // what this thread is told is meant for the handler
      }
      throw e;
    }
    switch (failure) {
      case null -> {}
      case Exception e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void handle(HttpExchange face) {
    try {
      context.handle(face, this);
    } catch (Exception | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable reason) {
    if (ended.getCount() > 0) {
      failure = reason;
      ended.countDown();
    }
  }

  private void end(@Nullable IOException reason) {
    if (reason == null) {
      ended.countDown();
    } else {
      fail(reason);
    }
  }

  void principal(HttpPrincipal principal) {
    this.principal = principal;
  }

  @Nullable HttpPrincipal principal() {
    return principal;
  }

  Headers requestHeaders() {
    return requestHeaders;
  }

  Headers responseHeaders() {
    return responseHeaders;
  }

  URI uri() {
    return uri;
  }

  String method() {
    return request.method().name();
  }

  ServedContext context() {
    return context;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  void streams(@Nullable InputStream newIn, @Nullable OutputStream newOut) {
    in = newIn == null ? in : newIn;
    out = newOut == null ? out : newOut;
  }

  /**
   * Begins the response.
   *
   * @param length of the content: -1 for none, 0 for unknown, as the JDK has it
   */
  void sendResponseHeaders(int status, long length) throws IOException {
    if (code >= 0) {
      throw new IOException("headers already sent");
    }
    Status wanted = Status.of(status);
    if (wanted.informational()) {
      request.interim(wanted, fields());
      return;
    }
    code = status;
    response.status(wanted).headers(fields());
    boolean silent = request.method().equals(Method.HEAD) || status == 204 || status == 304;
    if (silent || length < 0) {
      declare(silent, length);
      content.begin(0);
      content.close();
    } else if (length == 0) {
      content.begin(Long.MAX_VALUE);
    } else {
      response.header("Content-Length", Long.toString(length));
      content.begin(length);
    }
  }

  /** What GET would have had, if the handler says so: by the field, or by the length. */
  private void declare(boolean silent, long length) {
    String own = responseHeaders.getFirst("Content-Length");
    if (silent && code != 204 && own != null) {
      response.header("Content-Length", own);
    } else if (request.method().equals(Method.HEAD) && length > 0) {
      response.header("Content-Length", Long.toString(length));
    }
  }

  private io.godwit.http.Headers fields() {
    var fields = io.godwit.http.Headers.builder();
    for (Map.Entry<String, List<String>> field : responseHeaders.entrySet()) {
      if (!OURS.contains(field.getKey().toLowerCase(Locale.ROOT))) {
        for (String value : new ArrayList<>(field.getValue())) {
          fields.add(field.getKey(), Objects.requireNonNullElse(value, ""));
        }
      }
    }
    return fields.build();
  }

  /** Ends the exchange; without a response, that is a failure. */
  void close() {
    if (code < 0) {
      fail(new IllegalStateException("the exchange was closed without a response"));
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      fail(e);
    }
    end(null);
  }

  int code() {
    return code;
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) request.remote();
  }

  InetSocketAddress local() {
    return (InetSocketAddress) request.local().orElseThrow();
  }

  String protocol() {
    return request.version().toString();
  }

  /** The context's, as the JDK has it: what one exchange sets, all others of the context see. */
  @Nullable Object attribute(String name) {
    return context.getAttributes().get(Objects.requireNonNull(name, "null name parameter"));
  }

  void attribute(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "null name parameter");
    if (value == null) {
      context.getAttributes().remove(name);
    } else {
      context.getAttributes().put(name, value);
    }
  }

  SSLSession session() {
    return request.tls().orElseThrow().session();
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
