package io.godwit.policy.cache;

import io.godwit.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which requests a stored response answers, besides its key: those whose fields that Vary names
 * have the same values (RFC 9111 section 4.1), and that carry the same credentials. Of the values,
 * which may be secret, only a fingerprint is kept. Immutable.
 *
 * <p>That credentials must be the same is more than the RFC asks of a private cache; but one client
 * may speak for several people, and none of them may see what another was given.
 *
 * @param names the fields that Vary names, in lower case, sorted
 * @param values a fingerprint of their values
 * @param credentials a fingerprint of Authorization; empty when there was none
 */
public record Selection(List<String> names, String values, String credentials) {
  /** A Vary with more names is taken for one that nothing matches. */
  private static final int MOST_NAMES = 64;

  /** Schemes whose credentials are the same in each request. */
  private static final Set<String> LASTING = Set.of("basic", "bearer");

  /** Copies the names. */
  public Selection {
    names = List.copyOf(names);
  }

  /**
   * What a response selects; empty when no request is like another: the response says so, or the
   * credentials are made anew for each request, as those of Digest and of signatures are.
   */
  public static Optional<Selection> of(Headers request, Headers response) {
    TreeSet<String> names = new TreeSet<>();
    for (String value : response.all("Vary")) {
      FieldList.elements(value).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }
    boolean all = names.contains("*") || names.size() > MOST_NAMES;
    if (all || !lasting(request.first("Authorization").orElse(""))) {
      return Optional.empty();
    }
    List<String> sorted = List.copyOf(names);
    return Optional.of(new Selection(sorted, values(sorted, request), credentials(request)));
  }

  private static boolean lasting(String credentials) {
    int end = credentials.indexOf(' ');
    String scheme = end < 0 ? credentials : credentials.substring(0, end);
    return scheme.isEmpty() || LASTING.contains(scheme.toLowerCase(Locale.ROOT));
  }

  /** Whether the stored response may answer a request with these fields. */
  public boolean matches(Headers request) {
    return credentials.equals(credentials(request)) && values.equals(values(names, request));
  }

  /** A fingerprint of what a request says about who sends it; empty when it says nothing. */
  static String credentials(Headers request) {
    return request
        .combined("Authorization")
        .map(secret -> Fingerprint.begin().add(secret).text())
        .orElse("");
  }

  private static String values(List<String> names, Headers request) {
    if (names.isEmpty()) {
      return "";
    }
    Fingerprint fingerprint = Fingerprint.begin();
    for (String name : names) {
      List<String> values = request.all(name);
      fingerprint.add(name).add(values.isEmpty() ? "absent" : "present");
      fingerprint.add(String.join(", ", values));
    }
    return fingerprint.text();
  }
}
