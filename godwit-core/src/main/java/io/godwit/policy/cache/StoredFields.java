package io.godwit.policy.cache;

import io.godwit.http.Headers;
import io.godwit.http.HttpDate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which fields of a response are stored, and which of a later answer take their place. */
final class StoredFields {
  /**
   * What belongs to a connection or a proxy (RFC 9111 section 3.1, RFC 9110 section 7.6.1), and
   * what was said about one exchange of credentials only.
   */
  private static final Set<String> NEVER =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "transfer-encoding",
          "upgrade",
          "trailer",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "authentication-info");

  /** What describes the stored content, which a later answer without it does not change. */
  private static final Set<String> CONTENT =
      Set.of("content-length", "content-encoding", "content-range");

  private StoredFields() {}

  /**
   * The fields to store: those that are for more than this connection, and a Date (RFC 9110 section
   * 6.6.1).
   */
  static Headers of(Headers received, Instant arrival) {
    Set<String> unwanted = unwanted(received);
    Headers.Builder kept = received.toBuilder();
    for (Headers.Field field : received) {
      if (unwanted.contains(lower(field.name()))) {
        kept.remove(field.name());
      }
    }
    return kept.setIfAbsent("Date", HttpDate.format(arrival)).build();
  }

  /** The stored fields with those of a later answer in place of theirs (RFC 9111 section 3.2). */
  static Headers updated(Headers stored, Headers answer, Instant arrival) {
    Set<String> unwanted = unwanted(answer);
    unwanted.addAll(CONTENT);
    Headers.Builder later = answer.toBuilder();
    Headers.Builder updated = stored.toBuilder();
    for (Headers.Field field : answer) {
      if (unwanted.contains(lower(field.name()))) {
        later.remove(field.name());
      } else {
        updated.remove(field.name());
      }
    }
    // Age counts from the answer that carries it: the stored one says nothing about this one
    updated.remove("Age");
    if (!answer.has("Date")) {
      updated.set("Date", HttpDate.format(arrival));
    }
    return updated.addAll(later.build()).build();
  }

  private static Set<String> unwanted(Headers fields) {
    Set<String> unwanted = new TreeSet<>(NEVER);
    for (String value : fields.all("Connection")) {
      FieldList.elements(value).forEach(name -> unwanted.add(lower(name)));
    }
    return unwanted;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether the fields of that name say the same, as far as the answer has them. */
  static boolean agree(Headers stored, Headers answer, String name) {
    List<String> said = answer.all(name);
    return said.isEmpty() || said.equals(stored.all(name));
  }
}
