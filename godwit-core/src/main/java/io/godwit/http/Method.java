package io.godwit.http;

import org.jspecify.annotations.Nullable;

/**
 * A request method (RFC 9110 section 9). Any token is a method. Those that are constants here know
 * whether they are safe and idempotent; any other is taken for neither, so that it is never
 * repeated by itself. Names are case-sensitive. Immutable.
 *
 * <pre>{@code
 * Method purge = Method.of("PURGE");
 * log(Method.PUT + " may be repeated: " + Method.PUT.idempotent());
 * }</pre>
 *
 * @param name the token as it stands in the request line
 */
public record Method(String name) {
  public static final Method GET = new Method("GET");
  public static final Method HEAD = new Method("HEAD");
  public static final Method POST = new Method("POST");
  public static final Method PUT = new Method("PUT");
  public static final Method DELETE = new Method("DELETE");
  public static final Method PATCH = new Method("PATCH");
  public static final Method OPTIONS = new Method("OPTIONS");
  public static final Method TRACE = new Method("TRACE");
  public static final Method CONNECT = new Method("CONNECT");

  /** Safe and idempotent like GET, with a body like POST (RFC 10008). */
  public static final Method QUERY = new Method("QUERY");

  /**
   * Checks the name.
   *
   * @throws InvalidMessage when it is not a token
   */
  public Method {
    if (!Grammar.isToken(name)) {
      throw new InvalidMessage("method " + Grammar.quoted(name) + " is not a token");
    }
  }

  /**
   * The method of that name; those that are constants here are shared instances.
   *
   * @throws InvalidMessage when the name is not a token
   */
  public static Method of(String name) {
    return switch (name) {
      case "GET" -> GET;
      case "HEAD" -> HEAD;
      case "POST" -> POST;
      case "PUT" -> PUT;
      case "DELETE" -> DELETE;
      case "PATCH" -> PATCH;
      case "OPTIONS" -> OPTIONS;
      case "TRACE" -> TRACE;
      case "CONNECT" -> CONNECT;
      case "QUERY" -> QUERY;
      default -> new Method(name);
    };
  }

  /** Whether the method only reads (RFC 9110 section 9.2.1). */
  public boolean safe() {
    return switch (name) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "QUERY" -> true;
      default -> false;
    };
  }

  /** Whether sending it twice means the same as sending it once (RFC 9110 section 9.2.2). */
  public boolean idempotent() {
    return safe() || name.equals("PUT") || name.equals("DELETE");
  }

  /**
   * Whether a request of this method is expected to have content, so that an empty one says so by
   * {@code Content-Length: 0} (RFC 9110 section 8.6).
   */
  public boolean expectsContent() {
    return switch (name) {
      case "POST", "PUT", "PATCH", "QUERY" -> true;
      default -> false;
    };
  }

  /**
   * Whether content in such a request has no meaning: in GET and HEAD by agreement, in TRACE by
   * rule (RFC 9110 sections 9.3.1, 9.3.2, 9.3.8).
   */
  public boolean forbidsContent() {
    return switch (name) {
      case "GET", "HEAD", "TRACE" -> true;
      default -> false;
    };
  }

  // Written out, as hashCode: what a record has by itself is linked at run time, slowly, and a
  // command that sends one request feels it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Method that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
