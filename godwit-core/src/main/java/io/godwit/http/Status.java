package io.godwit.http;

import org.jspecify.annotations.Nullable;

/**
 * A status code (RFC 9110 section 15). Codes of 600 to 999, which the RFC calls invalid, are kept
 * as they came, so that nothing a server said is lost; they count as server errors. Immutable.
 *
 * <pre>{@code
 * Status status = Status.of(429);
 * log(status + (status.clientError() ? ": our fault" : ""));
 * }</pre>
 *
 * @param code three digits, 100 to 999
 */
public record Status(int code) {
  private static final Status[] KNOWN = new Status[600];

  static {
    for (int code = 100; code < KNOWN.length; code++) {
      KNOWN[code] = new Status(code);
    }
  }

  public static final Status CONTINUE = of(100);
  public static final Status SWITCHING_PROTOCOLS = of(101);
  public static final Status EARLY_HINTS = of(103);
  public static final Status OK = of(200);
  public static final Status CREATED = of(201);
  public static final Status ACCEPTED = of(202);
  public static final Status NO_CONTENT = of(204);
  public static final Status RESET_CONTENT = of(205);
  public static final Status PARTIAL_CONTENT = of(206);
  public static final Status MOVED_PERMANENTLY = of(301);
  public static final Status FOUND = of(302);
  public static final Status SEE_OTHER = of(303);
  public static final Status NOT_MODIFIED = of(304);
  public static final Status TEMPORARY_REDIRECT = of(307);
  public static final Status PERMANENT_REDIRECT = of(308);
  public static final Status BAD_REQUEST = of(400);
  public static final Status UNAUTHORIZED = of(401);
  public static final Status FORBIDDEN = of(403);
  public static final Status NOT_FOUND = of(404);
  public static final Status METHOD_NOT_ALLOWED = of(405);
  public static final Status NOT_ACCEPTABLE = of(406);
  public static final Status PROXY_AUTHENTICATION_REQUIRED = of(407);
  public static final Status REQUEST_TIMEOUT = of(408);
  public static final Status CONFLICT = of(409);
  public static final Status GONE = of(410);
  public static final Status LENGTH_REQUIRED = of(411);
  public static final Status PRECONDITION_FAILED = of(412);
  public static final Status CONTENT_TOO_LARGE = of(413);
  public static final Status URI_TOO_LONG = of(414);
  public static final Status UNSUPPORTED_MEDIA_TYPE = of(415);
  public static final Status RANGE_NOT_SATISFIABLE = of(416);
  public static final Status EXPECTATION_FAILED = of(417);
  public static final Status MISDIRECTED_REQUEST = of(421);
  public static final Status UNPROCESSABLE_CONTENT = of(422);
  public static final Status TOO_EARLY = of(425);
  public static final Status UPGRADE_REQUIRED = of(426);
  public static final Status PRECONDITION_REQUIRED = of(428);
  public static final Status TOO_MANY_REQUESTS = of(429);
  public static final Status REQUEST_HEADER_FIELDS_TOO_LARGE = of(431);
  public static final Status INTERNAL_SERVER_ERROR = of(500);
  public static final Status NOT_IMPLEMENTED = of(501);
  public static final Status BAD_GATEWAY = of(502);
  public static final Status SERVICE_UNAVAILABLE = of(503);
  public static final Status GATEWAY_TIMEOUT = of(504);
  public static final Status HTTP_VERSION_NOT_SUPPORTED = of(505);

  /**
   * Checks the code.
   *
   * @throws InvalidMessage when it is not within 100 to 999
   */
  public Status {
    if (code < 100 || code > 999) {
      throw new InvalidMessage("status code " + code + " is not within 100 to 999");
    }
  }

  /**
   * The status of that code.
   *
   * @throws InvalidMessage when it is not within 100 to 999
   */
  public static Status of(int code) {
    return code >= 100 && code < KNOWN.length ? KNOWN[code] : new Status(code);
  }

  /** 1xx: an interim response, or 101, which ends HTTP on the connection. */
  public boolean informational() {
    return code < 200;
  }

  /** 2xx. */
  public boolean success() {
    return code >= 200 && code < 300;
  }

  /** 3xx. */
  public boolean redirection() {
    return code >= 300 && code < 400;
  }

  /** 4xx. */
  public boolean clientError() {
    return code >= 400 && code < 500;
  }

  /** 5xx, and the invalid codes above, which RFC 9110 section 15 wants treated like them. */
  public boolean serverError() {
    return code >= 500;
  }

  /** Whether a response of this status never has content: 1xx, 204, 304 (RFC 9112 section 6.3). */
  public boolean contentless() {
    return informational() || code == 204 || code == 304;
  }

  /** The registered reason phrase, such as {@code Not Found}; empty for an unregistered code. */
  public String reason() {
    return switch (code) {
      case 100 -> "Continue";
      case 101 -> "Switching Protocols";
      case 102 -> "Processing";
      case 103 -> "Early Hints";
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 203 -> "Non-Authoritative Information";
      case 204 -> "No Content";
      case 205 -> "Reset Content";
      case 206 -> "Partial Content";
      case 207 -> "Multi-Status";
      case 208 -> "Already Reported";
      case 226 -> "IM Used";
      case 300 -> "Multiple Choices";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 305 -> "Use Proxy";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 407 -> "Proxy Authentication Required";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 416 -> "Range Not Satisfiable";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 423 -> "Locked";
      case 424 -> "Failed Dependency";
      case 425 -> "Too Early";
      case 426 -> "Upgrade Required";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 451 -> "Unavailable For Legal Reasons";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 506 -> "Variant Also Negotiates";
      case 507 -> "Insufficient Storage";
      case 508 -> "Loop Detected";
      case 510 -> "Not Extended";
      case 511 -> "Network Authentication Required";
      default -> "";
    };
  }

  // Written out, as hashCode: what a record has by itself is linked at run time, which takes ten
  // milliseconds of a command that sends one request.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Status that && code == that.code;
  }

  @Override
  public int hashCode() {
    return code;
  }

  /** The code and its reason phrase, such as {@code 404 Not Found}. */
  @Override
  public String toString() {
    String reason = reason();
    return reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
  }
}
