package io.godwit.policy.auth;

import io.godwit.http.Response;

/** Who is to be convinced, and the names that come with it (RFC 9110 sections 11.6 and 11.7). */
public enum AuthRole {
  /** The origin server. */
  ORIGIN(401, "WWW-Authenticate", "Authorization", "Authentication-Info"),
  /** A proxy on the way to it. */
  PROXY(407, "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info");

  private final int status;
  private final String challengeField;
  private final String credentialsField;
  private final String infoField;

  AuthRole(int status, String challengeField, String credentialsField, String infoField) {
    this.status = status;
    this.challengeField = challengeField;
    this.credentialsField = credentialsField;
    this.infoField = infoField;
  }

  /** The status that asks for credentials. */
  public int status() {
    return status;
  }

  /** Whether that response asks for credentials, or for other ones. */
  public boolean asks(Response response) {
    return response.status().code() == status;
  }

  /** The response field with the challenges. */
  public String challengeField() {
    return challengeField;
  }

  /** The request field with the credentials. */
  public String credentialsField() {
    return credentialsField;
  }

  /** The response field that tells what to use next time. */
  public String infoField() {
    return infoField;
  }
}
