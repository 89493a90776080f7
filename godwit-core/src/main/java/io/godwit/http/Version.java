package io.godwit.http;

/** The protocol version of a message (RFC 9112 section 2.3). */
public enum Version {
  /** Without Host, chunks and interim responses; a connection is kept only when both ask for it. */
  HTTP_1_0("HTTP/1.0"),
  /** What is spoken unless somebody asks for another. */
  HTTP_1_1("HTTP/1.1");

  private final String text;

  Version(String text) {
    this.text = text;
  }

  /** The version as it stands in a start line, such as {@code HTTP/1.1}. */
  @Override
  public String toString() {
    return text;
  }
}
