package io.godwit.policy.auth.oauth;

import io.godwit.http.Grammar;
import io.godwit.http.InvalidMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The application as an authorization server knows it, and how it proves to be that one (RFC 6749
 * section 2.3).
 *
 * <pre>{@code
 * OAuth2Client server = OAuth2Client.basic("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw");
 * OAuth2Client desktop = OAuth2Client.publicClient("s6BhdRkqt3");
 * }</pre>
 *
 * @param id the {@code client_id}
 * @param secret the {@code client_secret}; empty for a public client; never shown
 * @param proof where they are put
 */
public record OAuth2Client(String id, String secret, Proof proof) {
  /** Where an application puts its secret. */
  public enum Proof {
    /** In the Authorization field of the token request, as every server must support. */
    BASIC,
    /** In the form of the token request, for servers that know nothing better. */
    POST,
    /** Nowhere: it has none, because it could not keep it. */
    NONE
  }

  /**
   * Checks that there is a secret where one is needed, and none elsewhere.
   *
   * @throws InvalidMessage when that is not so, or the id is empty
   */
  public OAuth2Client {
    if (id.isEmpty()) {
      throw new InvalidMessage("the client_id is empty");
    }
    if (proof == Proof.NONE && !secret.isEmpty()) {
      throw new InvalidMessage("a public client has no secret");
    }
  }

  /** An application with a secret that it shows in the Authorization field. */
  public static OAuth2Client basic(String id, String secret) {
    return new OAuth2Client(id, secret, Proof.BASIC);
  }

  /** An application with a secret that it shows in the form. */
  public static OAuth2Client post(String id, String secret) {
    return new OAuth2Client(id, secret, Proof.POST);
  }

  /** An application without a secret: one that runs with those who use it. */
  public static OAuth2Client publicClient(String id) {
    return new OAuth2Client(id, "", Proof.NONE);
  }

  /** Adds to the form what belongs there. */
  void addTo(List<Parameter> form) {
    if (proof != Proof.BASIC) {
      form.add(Parameter.of("client_id", id));
    }
    if (proof == Proof.POST) {
      form.add(Parameter.of("client_secret", secret));
    }
  }

  /** The value of the Authorization field of {@link Proof#BASIC} (RFC 6749 section 2.3.1). */
  String field() {
    String pair = Parameter.encoded(id) + ":" + Parameter.encoded(secret);
    byte[] octets = pair.getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(octets);
  }

  /** These words without the secret: a server may repeat what it was sent. */
  String hide(String words) {
    return secret.isEmpty() ? words : words.replace(secret, "***");
  }

  /** The id and the proof, without the secret. */
  @Override
  public String toString() {
    return Grammar.quoted(id) + " " + proof;
  }
}
