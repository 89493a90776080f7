package io.godwit.cli;

import io.godwit.http.HttpFailure;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What the command ends with; the numbers and their meaning are curl's. */
enum ExitCode {
  OK(0),
  /** A step of the demonstration went wrong; the only one that curl does not have. */
  DEMO(1),
  UNSUPPORTED(1),
  USAGE(2),
  BAD_URL(3),
  PROXY_NAME(5),
  RESOLVE(6),
  CONNECT(7),
  WEIRD_REPLY(8),
  PARTIAL(18),
  STATUS(22),
  WRITE(23),
  READ(26),
  TIMEOUT(28),
  RANGE(33),
  TLS(35),
  ABORTED(42),
  LISTEN(45),
  REDIRECTS(47),
  EMPTY_REPLY(52),
  SEND(55),
  RECEIVE(56),
  OWN_CERTIFICATE(58),
  CERTIFICATE(60),
  CONTENT(61),
  TOO_LARGE(63),
  LOGIN(67),
  AUTHORITIES(77),
  PIN(90),
  PROXY(97);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /**
   * The code for a failure of the client.
   *
   * @param answered whether the head of the response had arrived
   */
  static ExitCode of(HttpFailure failure, boolean answered) {
    return switch (failure) {
      case HttpFailure.Resolve _ -> RESOLVE;
      case HttpFailure.Connect _ -> CONNECT;
      case HttpFailure.Tls tls -> tls(tls);
      case HttpFailure.Timeout _ -> TIMEOUT;
      case HttpFailure.Protocol _ -> answered ? RECEIVE : WEIRD_REPLY;
      case HttpFailure.ConnectionLost lost -> lost(lost, answered);
      case HttpFailure.Refused _, HttpFailure.Unsupported _ -> UNSUPPORTED;
      case HttpFailure.NoToken _ -> LOGIN;
      case HttpFailure.Proxy proxy ->
          switch (proxy.problem()) {
            case SETTINGS, NAME -> PROXY_NAME;
            case REFUSED -> RECEIVE;
            case HANDSHAKE -> PROXY;
          };
      case HttpFailure.TooManyRedirects _ -> REDIRECTS;
      case HttpFailure.LimitExceeded _ -> TOO_LARGE;
      case HttpFailure.Content _ -> CONTENT;
      case HttpFailure.CallerBody _ -> READ;
      case HttpFailure.ClientClosed _, HttpFailure.Interrupted _, HttpFailure.Cancelled _ ->
          ABORTED;
      case HttpFailure.UnexpectedStatus _ -> STATUS;
    };
  }

  /** The number that the process ends with. */
  int number() {
    return number;
  }

  private static ExitCode tls(HttpFailure.Tls failure) {
    if (!failure.certificateRefused()) {
      return TLS;
    }
    return failure.getCause() instanceof SSLPeerUnverifiedException ? PIN : CERTIFICATE;
  }

  /** A connection that ended has no cause; one that broke has that of the system call. */
  private static ExitCode lost(HttpFailure.ConnectionLost lost, boolean answered) {
    Throwable cause = lost.getCause();
    if (cause == null) {
      return answered ? PARTIAL : EMPTY_REPLY;
    }
    return brokenPipe(cause) ? SEND : RECEIVE;
  }

  /** Whether a write found nobody to read it; only a write ends like this (EPIPE). */
  static boolean brokenPipe(Throwable cause) {
    String message = cause.getMessage();
    return message != null && message.contains("Broken pipe");
  }
}
