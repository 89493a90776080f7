package io.godwit.wire.h1;

import io.godwit.http.Status;
import io.godwit.http.Violation;

/**
 * Every rule of HTTP/1.x that a peer can break here. Those in {@link #tolerable()} can be tolerated
 * on request, all others always end the connection.
 */
public enum H1Violation implements Violation {
  // Lines
  BARE_LF("RFC 9112 section 2.2", "line ends in LF without CR"),
  BARE_CR("RFC 9112 section 2.2", "CR without LF"),

  // Request line
  BAD_METHOD("RFC 9110 section 9.1", "method is not a token"),
  BAD_REQUEST_LINE("RFC 9112 section 3", "request line is not method, target and version"),
  BAD_TARGET("RFC 9112 section 3.2", "request target has a form that is not allowed"),
  BAD_VERSION("RFC 9112 section 2.3", "version is not HTTP/ and two digits"),
  UNSUPPORTED_VERSION(
      "RFC 9110 section 15.6.6", "version is not 1.x", Status.HTTP_VERSION_NOT_SUPPORTED),
  REQUEST_LINE_TOO_LONG(
      "RFC 9112 section 3", "request line is longer than the limit", Status.URI_TOO_LONG),
  METHOD_TOO_LONG(
      "RFC 9112 section 3", "method alone is longer than the limit", Status.NOT_IMPLEMENTED),
  CONTENT_IN_CONNECT("RFC 9110 section 9.3.6", "CONNECT request declares content"),

  // Status line
  BAD_STATUS_LINE("RFC 9112 section 4", "status line is not version, code and reason"),
  BAD_STATUS_CODE("RFC 9112 section 4", "status code is not three digits from 100"),
  STATUS_LINE_TOO_LONG("RFC 9112 section 4", "status line is longer than the limit"),
  UNSOLICITED_RESPONSE("RFC 9112 section 9.2", "bytes came that no request asked for"),
  TOO_MANY_INTERIM("RFC 9110 section 15.2", "more interim responses than the limit"),
  UNEXPECTED_SWITCH("RFC 9110 section 15.2.2", "101 without a request to upgrade"),

  // Field lines
  SPACE_BEFORE_FIRST_FIELD("RFC 9112 section 2.2", "white space before the first field"),
  OBSOLETE_FOLD("RFC 9112 section 5.2", "field value continues on a second line"),
  MISSING_COLON("RFC 9112 section 5", "field line has no colon"),
  EMPTY_FIELD_NAME("RFC 9112 section 5", "field has no name"),
  SPACE_BEFORE_COLON("RFC 9112 section 5.1", "white space between field name and colon"),
  BAD_FIELD_NAME("RFC 9110 section 5.1", "field name is not a token"),
  CONTROL_IN_FIELD_VALUE("RFC 9110 section 5.5", "control character in a field value"),
  HEADER_SECTION_TOO_LARGE(
      "RFC 9110 section 5.4",
      "header section is larger than the limit",
      Status.REQUEST_HEADER_FIELDS_TOO_LARGE),
  TOO_MANY_FIELDS(
      "RFC 9110 section 5.4", "more fields than the limit", Status.REQUEST_HEADER_FIELDS_TOO_LARGE),

  // Host
  MISSING_HOST("RFC 9112 section 3.2", "HTTP/1.1 request without Host"),
  REPEATED_HOST("RFC 9112 section 3.2", "more than one Host"),
  BAD_HOST("RFC 9112 section 3.2", "Host is not a host with an optional port"),

  // Framing
  LENGTH_AND_TRANSFER_ENCODING("RFC 9112 section 6.1", "both Content-Length and Transfer-Encoding"),
  BAD_LENGTH("RFC 9110 section 8.6", "Content-Length is not a number of digits"),
  REPEATED_LENGTH("RFC 9110 section 8.6", "Content-Length is repeated"),
  CONFLICTING_LENGTHS("RFC 9110 section 8.6", "Content-Length values differ"),
  LENGTH_WITHOUT_CONTENT(
      "RFC 9110 section 8.6", "Content-Length above 0 in a response that never has content"),
  TRANSFER_ENCODING_WITHOUT_CONTENT(
      "RFC 9112 section 6.1", "Transfer-Encoding in a response that never has content"),
  TRANSFER_ENCODING_IN_HTTP_1_0("RFC 9112 section 6.1", "Transfer-Encoding in an HTTP/1.0 message"),
  UNKNOWN_TRANSFER_CODING(
      "RFC 9112 section 6.1", "transfer coding other than chunked", Status.NOT_IMPLEMENTED),
  BAD_TRANSFER_ENCODING("RFC 9112 section 7", "Transfer-Encoding is not a list of codings"),
  CHUNKED_NOT_LAST("RFC 9112 section 6.3", "chunked is not the last transfer coding"),
  CHUNKED_TWICE("RFC 9112 section 7.1", "chunked is applied more than once"),

  // Chunks
  BAD_CHUNK_SIZE("RFC 9112 section 7.1", "chunk size is not a hexadecimal number"),
  CHUNK_SIZE_OVERFLOW("RFC 9112 section 7.1", "chunk size is larger than 2^63 - 1"),
  BAD_CHUNK_EXTENSION("RFC 9112 section 7.1.1", "chunk extension is not well formed"),
  CHUNK_LINE_TOO_LONG("RFC 9112 section 7.1.1", "chunk-size line is longer than the limit"),
  CHUNK_OVERHEAD("RFC 9112 section 7.1.1", "chunked coding costs more than its content"),
  CHUNK_NOT_TERMINATED("RFC 9112 section 7.1", "chunk data is not followed by CR LF"),
  TRAILER_SECTION_TOO_LARGE(
      "RFC 9112 section 7.1.2",
      "trailer section is larger than the limit",
      Status.REQUEST_HEADER_FIELDS_TOO_LARGE),
  FORBIDDEN_TRAILER("RFC 9110 section 6.5.1", "field is not allowed in a trailer section"),

  // Ends
  TRUNCATED_HEAD("RFC 9112 section 8", "connection ended within a head"),
  TRUNCATED_BODY("RFC 9112 section 8", "connection ended within the content");

  private final String section;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // a record of one int
  private final Status status;

  H1Violation(String section, String text) {
    this(section, text, Status.BAD_REQUEST);
  }

  H1Violation(String section, String text, Status status) {
    this.section = section;
    this.text = text;
    this.status = status;
  }

  /**
   * Whether a machine can be told to tolerate it: {@link #BARE_LF} at the end of a start or field
   * line, {@link #OBSOLETE_FOLD} (the line break becomes spaces) and {@link #REPEATED_LENGTH} with
   * equal values.
   */
  public boolean tolerable() {
    return this == BARE_LF || this == OBSOLETE_FOLD || this == REPEATED_LENGTH;
  }

  @Override
  public String section() {
    return section;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Status status() {
    return status;
  }
}
