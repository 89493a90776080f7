package io.godwit.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a call or an exchange did not give a response. One sealed family, so that a {@code switch}
 * over it is checked by the compiler. Every failure says by {@link #sent()} whether the server may
 * have acted on the request.
 *
 * <pre>{@code
 * try {
 *   client.post(url).text("order 7").send();
 * } catch (HttpFailure.Timeout slow) {
 *   log(slow.phase() + " took over " + slow.limit() + ", sent: " + slow.sent());
 * }
 * }</pre>
 */
public abstract sealed class HttpFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private Sent sent;
  private transient Explanation explanation = Explanation.none();

  private HttpFailure(String text, Sent sent, @Nullable Throwable cause) {
    super(text, cause);
    this.sent = sent;
  }

  /**
   * Whether the server may have acted on the request. For a call of several exchanges: on any of
   * them.
   */
  public final Sent sent() {
    return sent;
  }

  /** Says that an earlier exchange of the call got that far; for those who run calls. */
  public final void sentAtLeast(Sent before) {
    if (before.compareTo(sent) > 0) {
      sent = before;
    }
  }

  /** What happened to the call, in order; empty when no call was made. */
  public final Explanation explain() {
    return explanation;
  }

  /** Says what happened to the call; for those who run calls. */
  public final void explained(Explanation whole) {
    explanation = whole;
  }

  /** The host name has no address, or the look-up failed. */
  public static final class Resolve extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** A failed look-up of that host. */
    public Resolve(String host, String reason, @Nullable Throwable cause) {
      super("cannot resolve " + host + ": " + reason, Sent.NO, cause);
    }
  }

  /** No connection could be opened; the cause is the last address's, the others are suppressed. */
  public static final class Connect extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** A failure to reach that place. */
    public Connect(String where, String reason, @Nullable Throwable cause) {
      super("cannot connect to " + where + ": " + reason, Sent.NO, cause);
    }
  }

  /** The TLS handshake failed, or the peer's certificate was refused. */
  public static final class Tls extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final boolean certificateRefused;

    /** A failed handshake with that place. */
    public Tls(String where, String reason, boolean certificateRefused, @Nullable Throwable cause) {
      super("TLS with " + where + " failed: " + reason, Sent.NO, cause);
      this.certificateRefused = certificateRefused;
    }

    /** Whether it was the peer's certificate that was refused: expired, untrusted, wrong host. */
    public boolean certificateRefused() {
      return certificateRefused;
    }
  }

  /**
   * A proxy is not found, does not let the call through, or was not understood. One that cannot be
   * connected to is a {@link Connect}, as any other place.
   */
  public static final class Proxy extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Problem {
      /**
       * What was said about the proxy, such as a variable of the environment, is not understood.
       */
      SETTINGS,
      /** Its host name has no address, or the look-up failed. */
      NAME,
      /** It answered a CONNECT with something else than success. */
      REFUSED,
      /** It refused in the language of SOCKS, or what it said was not understood. */
      HANDSHAKE
    }

    private final String proxy;
    private final Problem problem;
    private final transient Optional<Response> response;

    /**
     * A failure of that proxy.
     *
     * @param proxy how a person names it, without its password
     * @param response what it answered, with the beginning of its content
     */
    public Proxy(
        String proxy,
        Problem problem,
        String reason,
        Optional<Response> response,
        @Nullable Throwable cause) {
      super("proxy " + proxy + ": " + reason, Sent.NO, cause);
      this.proxy = proxy;
      this.problem = problem;
      this.response = response;
    }

    /** The proxy, or the variable that should have named it. */
    public String proxy() {
      return proxy;
    }

    /** What is wrong. */
    public Problem problem() {
      return problem;
    }

    /** What it answered to a CONNECT, with the beginning of its content, at most 4 KiB. */
    public Optional<Response> response() {
      return response;
    }
  }

  /** A phase took longer than its timeout. */
  public static final class Timeout extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final Phase phase;
    private final Duration limit;
    private final String where;

    /** That phase ran out of its time. */
    public Timeout(Phase phase, Duration limit, Sent sent) {
      this(phase, limit, sent, "");
    }

    /** That phase ran out of its time; {@code where} says what was waited for, or is empty. */
    public Timeout(Phase phase, Duration limit, Sent sent, String where) {
      super(
          "timeout: "
              + phase
              + " took longer than "
              + limit.toMillis()
              + " ms"
              + (where.isEmpty() ? "" : " (" + where + ")"),
          sent,
          null);
      this.phase = phase;
      this.limit = limit;
      this.where = where;
    }

    /** The phase that ran out of time. */
    public Phase phase() {
      return phase;
    }

    /** What was waited for, such as a connection of a full pool; empty when the phase says it. */
    public String where() {
      return where;
    }

    /** The time it had. */
    public Duration limit() {
      return limit;
    }
  }

  /** The peer broke a rule of the protocol. */
  public static final class Protocol extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final transient Violation violation;

    /** That rule was broken; {@code detail} shows where, already escaped. */
    public Protocol(Violation violation, String detail, Sent sent) {
      super(
          violation.text()
              + (detail.isEmpty() ? "" : ": " + detail)
              + " ("
              + violation.name()
              + ", "
              + violation.section()
              + ")",
          sent,
          null);
      this.violation = violation;
    }

    /** The rule that was broken. */
    public Violation violation() {
      return violation;
    }
  }

  /** The connection ended before the response was complete. */
  public static final class ConnectionLost extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** The connection was lost. */
    public ConnectionLost(String text, Sent sent, @Nullable Throwable cause) {
      super(text + explained(sent), sent, cause);
    }

    private static String explained(Sent sent) {
      return switch (sent) {
        case NO -> " (the request was not sent)";
        case MAYBE -> " (the request may have been sent)";
        case YES -> "";
      };
    }
  }

  /** A policy of the client forbids the exchange. */
  public static final class Refused extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** Refused for that reason, before anything was sent. */
    public Refused(String reason) {
      this(reason, Sent.NO);
    }

    /** Refused for that reason. */
    public Refused(String reason, Sent sent) {
      super("refused: " + reason, sent, null);
    }
  }

  /** Whoever was asked for a token gave none: an authorization server, or the person it asked. */
  public static final class NoToken extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final String error;
    private final String description;

    /**
     * A refusal in the words of the server, or in ours where it had none.
     *
     * @param from who was asked
     * @param error what is wrong, such as {@code invalid_grant} (RFC 6749 section 5.2)
     * @param description more about it, for people; may be empty; shown escaped and shortened
     */
    public NoToken(String from, String error, String description) {
      super(
          "no token from "
              + from
              + ": "
              + shown(error)
              + (description.isEmpty() ? "" : ", " + Grammar.quoted(description)),
          Sent.NO,
          null);
      this.error = error;
      this.description = description;
    }

    /** What is wrong, such as {@code invalid_grant}; as it came, not escaped. */
    public String error() {
      return error;
    }

    /** More about it, as it came, not escaped; may be empty. */
    public String description() {
      return description;
    }

    private static String shown(String error) {
      boolean plain = error.length() <= 100 && error.chars().allMatch(c -> c >= ' ' && c < 0x7F);
      return plain ? error : Grammar.quoted(error);
    }
  }

  /** There were more redirects than the client follows. */
  public static final class TooManyRedirects extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final int limit;
    private final transient List<Hop> history;

    /**
     * More than that were to be followed.
     *
     * @param history every exchange so far, oldest first; the last one is the redirect that was not
     *     followed
     */
    public TooManyRedirects(int limit, List<Hop> history) {
      super("more than " + limit + (limit == 1 ? " redirect" : " redirects"), Sent.YES, null);
      this.limit = limit;
      this.history = List.copyOf(history);
    }

    /** How many were allowed. */
    public int limit() {
      return limit;
    }

    /** The exchanges so far, oldest first; the last one is the redirect that was not followed. */
    public List<Hop> history() {
      return history;
    }
  }

  /** Something was larger than its limit. */
  public static final class LimitExceeded extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final long limit;

    /** {@code what} is more than {@code limit} bytes. */
    public LimitExceeded(String what, long limit, Sent sent) {
      super(what + " is larger than the limit of " + limit + " bytes", sent, null);
      this.limit = limit;
    }

    /** The limit in bytes. */
    public long limit() {
      return limit;
    }
  }

  /** The content could not be decoded, or its digest is wrong. */
  public static final class Content extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** The content is unusable for that reason. */
    public Content(String reason, @Nullable Throwable cause) {
      super(reason, Sent.YES, cause);
    }
  }

  /** The caller's own body failed: its stream threw, or gave more or less than its length. */
  public static final class CallerBody extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** The body failed for that reason. */
    public CallerBody(String reason, Sent sent, @Nullable Throwable cause) {
      super("the request body failed: " + reason, sent, cause);
    }
  }

  /** The call needs something that the client, or the engine that runs the exchange, lacks. */
  public static final class Unsupported extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** That is not supported, which was found before anything was sent. */
    public Unsupported(String what) {
      this(what, Sent.NO);
    }

    /** That is not supported. */
    public Unsupported(String what, Sent sent) {
      super("not supported: " + what, sent, null);
    }
  }

  /** The client was closed before or during the call. */
  public static final class ClientClosed extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** The client is closed. */
    public ClientClosed(Sent sent) {
      super("the client is closed", sent, null);
    }
  }

  /** The calling thread was interrupted; its interrupt flag is set. */
  public static final class Interrupted extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** The call was interrupted. */
    public Interrupted(Sent sent, @Nullable Throwable cause) {
      super("interrupted", sent, cause);
    }
  }

  /** The call was cancelled from another thread. */
  public static final class Cancelled extends HttpFailure {
    private static final long serialVersionUID = 1L;

    /** The call was cancelled. */
    public Cancelled(Sent sent) {
      super("cancelled", sent, null);
    }
  }

  /** The response's status is not a success, and the caller asked for that to be a failure. */
  public static final class UnexpectedStatus extends HttpFailure {
    private static final long serialVersionUID = 1L;
    private final transient Response response;

    /** The failure that this response is taken for. */
    public UnexpectedStatus(Response response) {
      super("HTTP " + response, Sent.YES, null);
      this.response = response;
    }

    /** The response, with its content when that was collected. */
    public Response response() {
      return response;
    }
  }
}
