package io.godwit.client;

import io.godwit.http.Cookie;
import io.godwit.http.InvalidMessage;
import io.godwit.http.Method;
import io.godwit.http.Uri;
import io.godwit.net.Clock;
import io.godwit.policy.cookie.CookieFile;
import io.godwit.policy.cookie.CookieJar;
import io.godwit.policy.cookie.CookieJar.Receipt;
import io.godwit.policy.cookie.CookieJar.Refused;
import io.godwit.policy.cookie.CookieLimits;
import io.godwit.policy.cookie.CookiePolicy;
import io.godwit.policy.cookie.PublicSuffixes;
import io.godwit.policy.cookie.StoredCookie;
import io.godwit.policy.given.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The cookies of a client, to look at and to change. Every client has one of its own, unless it was
 * built to share one or to keep none. Safe between threads.
 *
 * <pre>{@code
 * client.cookies().load(Path.of("cookies.txt"));
 * client.get("https://example.org/account").send();
 * client.cookies().list().forEach(cookie -> log(cookie.toString())); // does not show values
 * client.cookies().save(Path.of("cookies.txt"));
 * }</pre>
 *
 * <p>What is kept and sent is decided as RFC 6265bis says; see {@link CookieJar} for what it leaves
 * open, and {@link CookieLimits} for how much there is room for. Nothing is written to a disk
 * unless {@link #save} is called.
 */
public final class CookieStore {
  /** The largest file that is read, in bytes: many times what a full store writes. */
  private static final int LARGEST_FILE = 64 * 1024 * 1024;

  private final Cell<CookieJar> jar;
  private final Clock clock;
  private final CookiePolicy policy;

  CookieStore(CookieJar jar, Clock clock) {
    this.jar = new AtomicCell<>(jar);
    this.clock = clock;
    this.policy = CookiePolicy.sharing(this.jar);
  }

  /**
   * What came of reading a file.
   *
   * @param ignoredLines the numbers, from 1, of the lines that are no cookies
   * @param refused cookies that may not be kept
   */
  public record Loaded(List<Integer> ignoredLines, List<Refused> refused) {}

  /** An empty store, for more than one client to share. */
  public static CookieStore create() {
    return new CookieStore(CookieJar.empty(), Clock.system());
  }

  /**
   * An empty store with other limits, or with another list of public suffixes than the one in the
   * jar.
   *
   * <pre>{@code
   * PublicSuffixes newer = PublicSuffixes.parse(Files.readString(Path.of("public_suffix_list.dat")));
   * CookieStore store = CookieStore.create(CookieLimits.STANDARD, newer);
   * HttpClient browsing = HttpClient.builder().cookies(store).build();
   * }</pre>
   */
  public static CookieStore create(CookieLimits limits, PublicSuffixes suffixes) {
    return new CookieStore(CookieJar.empty(limits, suffixes), Clock.system());
  }

  /** The cookies that have not ended, in the order in which they were first set. */
  public List<StoredCookie> list() {
    return jar.value().cookies(clock.wall());
  }

  /**
   * The cookies that a GET of that URI would bring along, in the order in which they are sent.
   *
   * @throws io.godwit.http.InvalidUri when it is none
   */
  public List<StoredCookie> list(String uri) {
    return jar.value().select(Uri.of(uri), Method.GET, false, clock.wall()).cookies();
  }

  /** The first cookie of that name. */
  public Optional<StoredCookie> find(String name) {
    return list().stream().filter(cookie -> cookie.name().equals(name)).findFirst();
  }

  /**
   * Keeps a cookie as if a response from that URI had set it.
   *
   * @throws InvalidMessage when such a response could not, with the reason
   * @throws io.godwit.http.InvalidUri when the URI is none
   */
  public void add(String uri, Cookie cookie) {
    Uri from = Uri.of(uri);
    Instant now = clock.wall();
    update(before -> before.received(from, List.of(cookie), now))
        .forEach(
            refused -> {
              throw new InvalidMessage(
                  "cookie " + cookie + " is refused, because " + refused.why().text());
            });
  }

  /** Removes all cookies that the test holds for. */
  public void remove(Predicate<StoredCookie> which) {
    Instant now = clock.wall();
    jar.update(before -> before.without(which, now));
  }

  /** Removes all cookies of that name. */
  public void remove(String name) {
    remove(cookie -> cookie.name().equals(name));
  }

  /** Removes all cookies. */
  public void clear() {
    jar.update(CookieJar::cleared);
  }

  /** The number of cookies that have not ended. */
  public int size() {
    return list().size();
  }

  /**
   * Adds the cookies of a file in the format of {@link CookieFile}, such as curl writes. What is no
   * cookie, or may not be kept, is told and left out.
   *
   * @throws IOException when the file cannot be read, or has more than 64 MiB
   */
  public Loaded load(Path file) throws IOException {
    byte[] content = PrivateFile.read(file, LARGEST_FILE);
    CookieFile.Contents read = CookieFile.parse(new String(content, StandardCharsets.ISO_8859_1));
    Instant now = clock.wall();
    return new Loaded(read.ignored(), update(before -> before.with(read.cookies(), now)));
  }

  /**
   * Writes all cookies to a file in the format of {@link CookieFile}, those that end with the
   * session too. The file is replaced as a whole, and only its owner may read it.
   *
   * @throws IOException when it cannot be written; what was there before is then still there
   */
  public void save(Path file) throws IOException {
    PrivateFile.write(file, CookieFile.text(list()).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How many cookies there are. */
  @Override
  public String toString() {
    return jar.value().toString();
  }

  CookiePolicy policy() {
    return policy;
  }

  /** The change, and what was refused by the one run of it that took effect. */
  private List<Refused> update(Change change) {
    List<Refused> refused = new ArrayList<>();
    jar.update(
        before -> {
          Receipt receipt = change.of(before);
          refused.clear();
          refused.addAll(receipt.refused());
          return receipt.jar();
        });
    return List.copyOf(refused);
  }

  private interface Change {
    Receipt of(CookieJar before);
  }
}
