package io.godwit.net;

/** The versions of TLS that are spoken. Older ones are not secure (RFC 8996). */
public enum TlsVersion {
  /** RFC 5246. */
  TLS_1_2("TLSv1.2"),

  /** RFC 8446. */
  TLS_1_3("TLSv1.3");

  /** As the JDK calls it. */
  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  String protocol() {
    return protocol;
  }

  /** As people call it. */
  @Override
  public String toString() {
    return protocol.replace("TLSv", "TLS ");
  }
}
