package io.godwit.jdkhttpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The JDK's face of an exchange in the clear. */
final class PlainExchange extends HttpExchange {
  private final ServedExchange served;

  PlainExchange(ServedExchange served) {
    this.served = served;
  }

  @Override
  public Headers getRequestHeaders() {
    return served.requestHeaders();
  }

  @Override
  public Headers getResponseHeaders() {
    return served.responseHeaders();
  }

  @Override
  public URI getRequestURI() {
    return served.uri();
  }

  @Override
  public String getRequestMethod() {
    return served.method();
  }

  @Override
  public HttpContext getHttpContext() {
    return served.context();
  }

  @Override
  public void close() {
    served.close();
  }

  @Override
  public InputStream getRequestBody() {
    return served.in();
  }

  @Override
  public OutputStream getResponseBody() {
    return served.out();
  }

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    served.sendResponseHeaders(status, length);
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return served.remote();
  }

  @Override
  public int getResponseCode() {
    return served.code();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return served.local();
  }

  @Override
  public String getProtocol() {
    return served.protocol();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return served.attribute(name);
  }

  @Override
  public void setAttribute(String name, @Nullable Object value) {
    served.attribute(name, value);
  }

  @Override
  public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
    served.streams(in, out);
  }

  @Override
  public @Nullable HttpPrincipal getPrincipal() {
    return served.principal();
  }
}
