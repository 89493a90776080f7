package io.godwit.cli;

import io.godwit.client.CallBuilder;
import io.godwit.client.CallListener;
import io.godwit.client.CallView;
import io.godwit.client.ExchangeStart;
import io.godwit.client.StreamingResponse;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.net.Network;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What {@code -v} says on standard error: after an asterisk what happens, after {@code >} what is
 * sent, after {@code <} what comes. Credentials and cookies are masked, as {@link Headers.Field}
 * does.
 */
final class Trace implements CallListener {
  private final PrintStream err;

  Trace(PrintStream err) {
    this.err = err;
  }

  /** What opens connections, and tells. */
  Network network() {
    return (address, opening) -> {
      say("* Connecting to " + shown(address));
      return Network.system().connect(address, opening);
    };
  }

  /** Lets that call tell of its course. */
  void watch(CallBuilder call) {
    call.listener(this);
  }

  /** The content was read to its end. */
  void end(StreamingResponse response) {
    if (!response.trailers().isEmpty()) {
      fields('<', response.trailers());
      say("<");
    }
    say("* Done in " + response.timings().total().toMillis() + " ms");
  }

  /** The call failed. */
  void failure(HttpFailure failure) {
    say("* Failed: " + failure.getMessage());
  }

  @Override
  public void sending(CallView call, ExchangeStart start) {
    String where = shown(start.remote());
    say(start.reused() ? "* Reusing the connection to " + where : "* Connected to " + where);
    start.tls().filter(_ -> !start.reused()).ifPresent(this::tls);
    Request request = start.request();
    say("> " + request.method() + " " + request.uri().target() + " " + request.version());
    fields('>', request.headers());
    framing(request);
    say(">");
  }

  @Override
  public void interim(CallView call, Response interim) {
    head(interim);
  }

  @Override
  public void responded(CallView call, Response head) {
    head(head);
  }

  private void tls(SSLSession session) {
    say("* " + session.getProtocol() + ", " + session.getCipherSuite());
    try {
      if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        say("* Server certificate " + certificate.getSubjectX500Principal());
        say("*   issued by " + certificate.getIssuerX500Principal());
        say(
            "*   valid from "
                + certificate.getNotBefore().toInstant()
                + " until "
                + certificate.getNotAfter().toInstant());
      }
    } catch (SSLPeerUnverifiedException e) {
      say("* The server has shown no certificate");
    }
  }

  /** The field that the connection adds to say how long the content is (RFC 9112 section 6). */
  private void framing(Request request) {
    if (request.headers().has("Content-Length")
        || (request.body().isEmpty() && !request.method().expectsContent())) {
      return;
    }
    try {
      say("> Content-Length: " + request.body().size());
    } catch (IOException e) {
      say("* The file to send has no size: " + e.getMessage());
    }
  }

  private void head(Response response) {
    say("< " + Heads.statusLine(response));
    fields('<', response.headers());
    say("<");
  }

  private void fields(char mark, Headers headers) {
    for (Headers.Field field : headers) {
      say(mark + " " + field);
    }
  }

  private static String shown(SocketAddress address) {
    if (address instanceof InetSocketAddress tcp) {
      InetAddress literal = tcp.getAddress();
      return (literal == null ? tcp.getHostString() : literal.getHostAddress())
          + " port "
          + tcp.getPort();
    }
    return address.toString();
  }

  private void say(String line) {
    err.println(line);
  }
}
