package io.godwit.http;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The names of the fields whose values are secrets: the well-known ones, and those marked. */
final class SecretFields {
  /** Fields that carry credentials by standard, or by a habit that many services share. */
  static final SecretFields KNOWN =
      new SecretFields(
          Set.of(
              "Authorization",
              "Proxy-Authorization",
              "Cookie",
              "Set-Cookie",
              "Api-Key",
              "Private-Token",
              "X-Access-Token",
              "X-Amz-Security-Token",
              "X-Api-Key",
              "X-Auth-Key",
              "X-Auth-Token",
              "X-CSRF-Token",
              "X-Goog-Api-Key",
              "X-Vault-Token",
              "X-XSRF-Token"));

  private final Set<String> names;

  private SecretFields(Set<String> names) {
    Set<String> sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    sorted.addAll(names);
    this.names = Collections.unmodifiableSet(sorted);
  }

  Set<String> names() {
    return names;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  SecretFields with(String name) {
    return has(name) ? this : and(Set.of(name));
  }

  SecretFields with(SecretFields other) {
    return other == this || names.containsAll(other.names) ? this : and(other.names);
  }

  private SecretFields and(Set<String> more) {
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(names);
    all.addAll(more);
    return new SecretFields(all);
  }
}
