package io.godwit.policy.hsts;

import io.godwit.http.Headers;
import io.godwit.http.InvalidUri;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.given.Cell;
import io.godwit.policy.given.Now;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How calls keep to HTTP Strict Transport Security, or do not. Immutable; what is known lies in a
 * cell that calls share.
 */
public final class StrictTransport {
  private static final StrictTransport NONE = new StrictTransport(null, false);

  private final @Nullable Cell<HstsStore> store;
  private final boolean learns;

  private StrictTransport(@Nullable Cell<HstsStore> store, boolean learns) {
    this.store = store;
    this.learns = learns;
  }

  /** Every URI is used as it is, and nothing is learnt. */
  public static StrictTransport none() {
    return NONE;
  }

  /**
   * Hosts that are known are only asked over TLS.
   *
   * @param verified whether certificates are verified: without that, anybody could be the one who
   *     says something, and nothing is learnt (RFC 6797 section 8.1)
   */
  public static StrictTransport sharing(Cell<HstsStore> store, boolean verified) {
    return new StrictTransport(Objects.requireNonNull(store, "store"), verified);
  }

  /** A copy for calls whose peers are verified, or are not; see {@link #sharing}. */
  public StrictTransport withVerified(boolean verified) {
    return store == null || learns == verified ? this : new StrictTransport(store, verified);
  }

  /** The request to send: the same, or one over TLS to the same host. */
  @SuppressWarnings("ReferenceEquality") // the store gives the same URI back when it has no say
  public Request secured(Request request, Now now) {
    if (store == null) {
      return request;
    }
    Uri uri = request.uri();
    HstsStore known = store.value();
    Uri secured = known.size() == 0 ? uri : known.secured(uri, now.wall());
    if (secured == uri) {
      return request;
    }
    Headers headers = request.headers();
    boolean usual = headers.first("Host").filter(uri.authority()::equals).isPresent();
    return request
        .withUri(secured)
        .withHeaders(usual ? headers.with("Host", secured.authority()) : headers);
  }

  /**
   * The redirect to follow: the same, or one to the same host over TLS.
   *
   * @param uri of the request that was answered
   */
  @SuppressWarnings("ReferenceEquality") // as above
  public Response secured(Response response, Uri uri, Now now) {
    if (store == null || store.value().size() == 0) {
      return response;
    }
    List<String> locations = response.headers().all("Location");
    if (locations.size() != 1) {
      return response;
    }
    try {
      Uri target = uri.resolve(locations.getFirst());
      Uri secured = store.value().secured(target, now.wall());
      return secured == target ? response : response.withHeader("Location", secured.text());
    } catch (InvalidUri e) { // who follows redirects says so
      return response;
    }
  }

  /**
   * Keeps what a response to that URI says; what is new about it is told.
   *
   * @param uri of the request as it was sent
   */
  @SuppressWarnings("ReferenceEquality") // the store stays the same when nothing is new
  public Optional<String> learn(Response response, Uri uri, Now now) {
    if (store == null || !learns || !response.headers().has("Strict-Transport-Security")) {
      return Optional.empty();
    }
    HstsStore before = store.value();
    if (before.learnt(uri, response.headers(), now.wall()) == before) {
      return Optional.empty();
    }
    HstsStore after = store.update(held -> held.learnt(uri, response.headers(), now.wall()));
    return Optional.of(
        after.knows(uri.host(), now.wall())
            ? uri.host() + " wants to be asked over TLS only, from now on"
            : uri.host() + " no longer wants to be asked over TLS only");
  }
}
