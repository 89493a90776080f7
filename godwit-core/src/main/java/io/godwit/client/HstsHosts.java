package io.godwit.client;

import io.godwit.http.Uri;
import io.godwit.net.Clock;
import io.godwit.policy.given.Cell;
import io.godwit.policy.hsts.HstsFile;
import io.godwit.policy.hsts.HstsStore;
import io.godwit.policy.hsts.StrictTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The hosts that a client only asks over TLS, because they said so over TLS before (RFC 6797), or
 * because they were added. Safe between threads; clients may share it.
 *
 * <pre>{@code
 * HstsHosts hosts = HstsHosts.create();
 * hosts.load(Path.of("hsts.txt"));
 * HttpClient strict = HttpClient.builder().hsts(hosts).build();
 * strict.get("http://example.org/").send();   // over https, if the file says so
 * hosts.save(Path.of("hsts.txt"));
 * }</pre>
 *
 * <p>Nothing is written to a disk unless {@link #save} is called.
 */
public final class HstsHosts {
  /** The largest file that is read, in bytes: many times what a full store writes. */
  private static final int LARGEST_FILE = 4 * 1024 * 1024;

  private final Cell<HstsStore> store = new AtomicCell<>(HstsStore.empty());
  private final Clock clock;

  private HstsHosts(Clock clock) {
    this.clock = clock;
  }

  /** No hosts. */
  public static HstsHosts create() {
    return create(Clock.system());
  }

  static HstsHosts create(Clock clock) {
    return new HstsHosts(clock);
  }

  /**
   * Adds a host that is to be asked over TLS for ever.
   *
   * @param host a name as in a URI
   * @param includeSubDomains whether the names below it are meant, too
   * @throws io.godwit.http.InvalidUri when it is no host
   */
  public void add(String host, boolean includeSubDomains) {
    String name = Uri.of("https://" + host + "/").host();
    store.update(held -> held.with(name, includeSubDomains, Instant.MAX));
  }

  /**
   * Forgets a host.
   *
   * @throws io.godwit.http.InvalidUri when it is no host
   */
  public void remove(String host) {
    String name = Uri.of("https://" + host + "/").host();
    store.update(held -> held.without(name));
  }

  /** Forgets all hosts. */
  public void clear() {
    store.update(held -> HstsStore.empty());
  }

  /**
   * Whether that host is only asked over TLS, for its own sake or for that of a name above it.
   *
   * @throws io.godwit.http.InvalidUri when it is no host
   */
  public boolean contains(String host) {
    return store.value().knows(Uri.of("https://" + host + "/").host(), clock.wall());
  }

  /** How many hosts there are. */
  public int size() {
    return store.value().size();
  }

  /**
   * Takes what a file says in place of what is known. Lines that are not understood are left out.
   *
   * @throws IOException when it cannot be read, or is larger than 4 MiB
   * @see HstsFile
   */
  public void load(Path file) throws IOException {
    String text = new String(PrivateFile.read(file, LARGEST_FILE), StandardCharsets.UTF_8);
    HstsStore read = HstsFile.read(text, clock.wall());
    store.update(held -> read);
  }

  /**
   * Writes all hosts to a file, in the form that curl reads. The file is replaced as a whole, and
   * only its owner may read it: it tells where somebody has been.
   *
   * @throws IOException when it cannot be written; what was there before is then still there
   */
  public void save(Path file) throws IOException {
    String text = HstsFile.write(store.value(), clock.wall());
    PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  StrictTransport policy(boolean verified) {
    return StrictTransport.sharing(store, verified);
  }

  @Override
  public String toString() {
    return store.value().toString();
  }
}
