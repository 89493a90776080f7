package io.godwit.policy.content;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which content codings are undone, and whether digests are checked. Immutable.
 *
 * <pre>{@code
 * ContentPolicy policy = ContentPolicy.decoding(Set.of("gzip", "deflate"));
 * }</pre>
 *
 * <p>All codings of a content are undone or none: when one of them is not known, the content stays
 * as it came, and Content-Encoding says what it is. So does a part of a representation (206), of
 * which the beginning may be missing.
 */
public final class ContentPolicy {
  private static final ContentPolicy RAW = new ContentPolicy(Set.of(), true);

  private final Set<String> codings;
  private final boolean checksDigests;

  private ContentPolicy(Set<String> codings, boolean checksDigests) {
    this.codings = codings;
    this.checksDigests = checksDigests;
  }

  /** Undoes nothing, and checks digests. */
  public static ContentPolicy raw() {
    return RAW;
  }

  /**
   * Undoes these codings, and checks digests.
   *
   * @param codings their names in lower case
   */
  public static ContentPolicy decoding(Set<String> codings) {
    return new ContentPolicy(Set.copyOf(codings), true);
  }

  /** A copy that checks digests, or does not. */
  public ContentPolicy withDigests(boolean checked) {
    return new ContentPolicy(codings, checked);
  }

  /** A copy that undoes these codings and no other. */
  public ContentPolicy withCodings(Set<String> names) {
    return new ContentPolicy(Set.copyOf(names), checksDigests);
  }

  /** Whether any coding is undone. */
  public boolean decodes() {
    return !codings.isEmpty();
  }

  /** What is to be done with the content of that response. */
  public BodyPlan plan(Request request, Response response) {
    Headers headers = response.headers();
    boolean coded = decodes() && headers.has("Content-Encoding");
    boolean digested =
        checksDigests && (headers.has("Content-Digest") || headers.has("Repr-Digest"));
    if (!(coded || digested) || hasNoContent(request, response.status())) {
      return BodyPlan.asItIs();
    }
    boolean partial = response.status().equals(Status.PARTIAL_CONTENT);
    List<ContentDigest> digests = digested ? digests(headers, partial) : List.of();
    String field = coded ? headers.combined("Content-Encoding").orElse("") : "";
    List<String> applied = elements(field);
    boolean undone = !partial && codings.containsAll(applied);
    return new BodyPlan(
        digests,
        undone ? applied.reversed() : List.of(),
        undone || applied.isEmpty()
            ? Optional.empty()
            : Optional.of("content in coding " + field + " is passed on as it is"));
  }

  private static boolean hasNoContent(Request request, Status status) {
    return request.method().equals(Method.HEAD)
        || status.equals(Status.NO_CONTENT)
        || status.equals(Status.NOT_MODIFIED);
  }

  /** Repr-Digest is that of the whole representation, of which a part is no evidence. */
  private static List<ContentDigest> digests(Headers headers, boolean partial) {
    List<ContentDigest> all = new ArrayList<>(ContentDigest.of("Content-Digest", headers));
    if (!partial) {
      all.addAll(ContentDigest.of("Repr-Digest", headers));
    }
    return all;
  }

  /** In the order in which they were applied; identity is none (RFC 9110 section 8.4.1). */
  private static List<String> elements(String value) {
    List<String> elements = new ArrayList<>();
    for (String element : value.split(",", -1)) {
      String name = element.strip().toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && !name.equals("identity")) {
        elements.add(name.equals("x-gzip") ? "gzip" : name);
      }
    }
    return elements;
  }
}
