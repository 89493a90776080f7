package io.godwit.policy.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logins by host, from the text of a {@code .netrc} file. Immutable.
 *
 * <pre>{@code
 * Netrc netrc = Netrc.parse("machine example.org login ada password s3cret");
 * netrc.problems().forEach(System.err::println);
 * }</pre>
 *
 * <p>The words are {@code machine}, {@code default}, {@code login}, {@code password}, {@code
 * account} and {@code macdef}, in any case; a value may stand between double quotes, with {@code \"
 * \\ \n \r \t} in it, and ends with its line. A '#' where one of these words is expected begins a
 * comment. The first entry for a host counts; {@code default}, wherever it stands, is for hosts
 * without one; a missing login or password is empty. Accounts, macros and unknown words are read
 * over.
 *
 * <p>An entry that is malformed gives nothing, and its host does not get the default either: half
 * an entry could show a password to the wrong one.
 */
public final class Netrc {
  /** The most characters that are read. */
  public static final int MOST_CHARACTERS = 1 << 20;

  private final Map<String, Optional<Login>> machines;
  private final @Nullable Login fallback;
  private final List<String> problems;

  Netrc(Map<String, Optional<Login>> machines, @Nullable Login fallback, List<String> problems) {
    this.machines = machines;
    this.fallback = fallback;
    this.problems = problems;
  }

  /** Reads any text; what is wrong in it is among the problems. */
  public static Netrc parse(String text) {
    return new NetrcParser(text).parse();
  }

  /**
   * The login for that host, or the default.
   *
   * @param host as of {@link io.godwit.http.Uri#host()}
   */
  public Optional<Login> find(String host) {
    Optional<Login> own = machines.get(host);
    return own == null ? Optional.ofNullable(fallback) : own;
  }

  /** The login for that host, if it has an entry of its own. */
  public Optional<Login> machine(String host) {
    return machines.getOrDefault(host, Optional.empty());
  }

  /** What is malformed, with the number of its line; shows nothing of it. */
  public List<String> problems() {
    return problems;
  }

  /** How many hosts it knows. */
  @Override
  public String toString() {
    return "netrc for " + machines.size() + " hosts" + (fallback == null ? "" : " and others");
  }
}
