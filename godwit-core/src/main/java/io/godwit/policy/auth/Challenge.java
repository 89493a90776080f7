package io.godwit.policy.auth;

import io.godwit.http.Grammar;
import io.godwit.http.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One way in which a server, or a proxy, lets itself be convinced (RFC 9110 section 11.3): a scheme
 * with either parameters or one opaque value, or with nothing. Immutable.
 *
 * <pre>{@code
 * for (Challenge offered : Challenge.of(headers, AuthRole.ORIGIN)) {
 *   if (offered.is("Bearer")) {
 *     log("wanted: a token for " + offered.parameter("scope").orElse("anything"));
 *   }
 * }
 * }</pre>
 *
 * @param scheme as it was sent; compared without regard to case
 * @param token68 the opaque value, such as a Kerberos ticket
 * @param parameters by their names in lower case, values without quotes; octets 80-FF are
 *     characters U+0080 to U+00FF
 */
public record Challenge(String scheme, Optional<String> token68, Map<String, String> parameters) {
  /** The most challenges that are read; further ones are ignored. */
  public static final int MOST = 32;

  /** The most parameters that are read of one challenge; further ones are ignored. */
  public static final int MOST_PARAMETERS = 32;

  /** Copies the parameters. */
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The challenges in the fields of a response. */
  public static List<Challenge> of(Headers headers, AuthRole role) {
    return parse(headers.all(role.challengeField()));
  }

  /**
   * The challenges in these field values, in order. A value may hold several; empty list elements
   * mean nothing. What is malformed is ignored up to the next comma; of a parameter that comes
   * twice the first counts. Never throws.
   */
  public static List<Challenge> parse(List<String> values) {
    return ChallengeParser.challenges(values);
  }

  /** Whether it is of that scheme. */
  public boolean is(String scheme) {
    return this.scheme.equalsIgnoreCase(scheme);
  }

  /** The parameter of that name, in any case. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The scheme, and the realm if there is one; nothing else, which may be meant for one alone. */
  @Override
  public String toString() {
    return parameter("realm").map(realm -> scheme + " for " + Grammar.quoted(realm)).orElse(scheme);
  }

  /** A challenge that is being read; parameters are copied when it is done. */
  static final class Open {
    private final String scheme;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Optional<String> token68 = Optional.empty();

    Open(String scheme) {
      this.scheme = scheme;
    }

    void token68(String value) {
      token68 = Optional.of(value);
    }

    void parameter(String name, String value) {
      if (parameters.size() < MOST_PARAMETERS) {
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      }
    }

    Challenge done() {
      return new Challenge(scheme, token68, parameters);
    }
  }
}
