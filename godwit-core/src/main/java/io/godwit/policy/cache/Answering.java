package io.godwit.policy.cache;

import io.godwit.http.EntityTag;
import io.godwit.http.Headers;
import io.godwit.http.InvalidUri;
import io.godwit.http.Method;
import io.godwit.http.Response;
import io.godwit.http.Status;
import io.godwit.http.Uri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One answer to one question. */
final class Answering {
  private static final List<String> SAME_CONTENT =
      List.of("ETag", "Last-Modified", "Content-Length");

  /** In place of these a stale response may be served (RFC 5861 section 4). */
  private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

  private final CacheQuestion question;
  private final Response answer;
  private final Instant requestTime;
  private final Instant responseTime;
  private final CacheStatus status;

  Answering(CacheQuestion question, Response answer, Instant requestTime, Instant responseTime) {
    this.question = question;
    this.answer = answer;
    this.requestTime = requestTime;
    this.responseTime = responseTime;
    this.status = CacheStatus.forwarded(question.reason());
  }

  CacheAnswer answer() {
    if (question.key().isEmpty()) {
      return pass(List.of(), List.of(), invalidated());
    }
    if (answer.status().equals(Status.NOT_MODIFIED) && question.conditional()) {
      return notModified();
    }
    if (ERRORS.contains(answer.status().code())) {
      CacheStatus failed = status.withFwdStatus(answer.status().code());
      Optional<CacheAnswer.ServeStale> stale = question.stale(failed, responseTime);
      if (stale.isPresent()) {
        return stale.get();
      }
    }
    return question.original().method().equals(Method.HEAD) ? head() : whole(question.key().get());
  }

  private CacheAnswer whole(CacheKey key) {
    Optional<Selection> selection = Selection.of(question.original().headers(), answer.headers());
    if (selection.isPresent()) {
      Response kept = answer.withHeaders(StoredFields.of(answer.headers(), responseTime));
      StoredResponse entry =
          new StoredResponse("", key, selection.get(), kept, requestTime, responseTime, 0);
      if (Storability.storable(question.original(), entry)) {
        CacheStatus stored = status.withStored();
        return new CacheAnswer.Store(stored.on(answer), stored, entry, question.matching());
      }
    }
    return pass(List.of(), superseded(), List.of());
  }

  /** What was stored is not what the origin says now, though that may not be stored. */
  private List<StoredResponse> superseded() {
    boolean tells =
        answer.status().success()
            || answer.status().equals(Status.NOT_FOUND)
            || answer.status().equals(Status.GONE);
    return tells ? question.matching() : List.of();
  }

  private CacheAnswer notModified() {
    Optional<StoredResponse> chosen = chosen();
    if (chosen.isEmpty()) {
      return new CacheAnswer.Again(question.unconditional(), answer, status.withFwdStatus(304));
    }
    List<StoredResponse> updated = new ArrayList<>();
    StoredResponse fresh = updated(chosen.get());
    for (StoredResponse candidate : question.candidates()) {
      if (candidate.equals(chosen.get())) {
        updated.add(fresh);
      } else if (sameTag(candidate)) {
        updated.add(updated(candidate));
      }
    }
    CacheStatus told = status.withFwdStatus(304).withTtl(Freshness.of(fresh, responseTime));
    return new CacheAnswer.Freshen(told.on(fresh.head()), told, fresh, updated);
  }

  /** RFC 9111 section 4.3.4: what the 304 is about. */
  private Optional<StoredResponse> chosen() {
    Optional<EntityTag> tag = EntityTag.of(answer.headers());
    if (tag.isPresent() && !tag.get().weak()) {
      return question.candidates().stream().filter(this::sameTag).findFirst();
    }
    if (question.matching().isEmpty()) {
      return Optional.empty(); // among those that do not match only a strong tag tells one
    }
    StoredResponse latest = question.candidates().getFirst();
    Validators stored = Validators.of(latest.headers());
    if (tag.isPresent()) {
      boolean same = stored.tag().map(EntityTag::text).equals(tag.map(EntityTag::text));
      return same ? Optional.of(latest) : Optional.empty();
    }
    boolean same = StoredFields.agree(latest.headers(), answer.headers(), "Last-Modified");
    boolean alone = question.candidates().size() == 1 || answer.headers().has("Last-Modified");
    return same && alone ? Optional.of(latest) : Optional.empty();
  }

  private boolean sameTag(StoredResponse candidate) {
    Optional<EntityTag> tag = EntityTag.of(answer.headers());
    Optional<EntityTag> stored = EntityTag.of(candidate.headers());
    return tag.isPresent() && stored.isPresent() && tag.get().matchesStrongly(stored.get());
  }

  /**
   * The stored response with the answer's fields. What it selects can only change for one that the
   * request selects: of the others the request's fields are not known.
   */
  private StoredResponse updated(StoredResponse stored) {
    Headers fields = answer.headers();
    if (!question.matching().contains(stored)) {
      Headers updated =
          StoredFields.updated(stored.headers(), fields.without("Vary"), responseTime);
      return stored.updated(updated, stored.selection(), requestTime, responseTime);
    }
    Headers updated = StoredFields.updated(stored.headers(), fields, responseTime);
    Optional<Selection> selection = Selection.of(question.original().headers(), updated);
    if (selection.isEmpty()) { // Vary: * from now on: kept as it was, and stale
      return stored;
    }
    return stored.updated(updated, selection.get(), requestTime, responseTime);
  }

  /** RFC 9111 section 4.3.5: what a HEAD says about what GET has stored. */
  private CacheAnswer head() {
    Headers fields = answer.headers();
    boolean tells =
        answer.status().equals(Status.OK) && SAME_CONTENT.stream().anyMatch(fields::has);
    if (!tells) {
      return pass(List.of(), List.of(), List.of());
    }
    List<StoredResponse> updated = new ArrayList<>();
    List<StoredResponse> removed = new ArrayList<>();
    for (StoredResponse stored : question.matching()) {
      boolean same =
          stored.head().status().equals(Status.OK)
              && SAME_CONTENT.stream()
                  .allMatch(name -> StoredFields.agree(stored.headers(), fields, name));
      if (same) {
        updated.add(updated(stored));
      } else {
        removed.add(stored);
      }
    }
    return pass(updated, removed, List.of());
  }

  /** RFC 9111 section 4.4: what an unsafe method may have changed, on the same origin only. */
  private List<Uri> invalidated() {
    boolean failed = answer.status().code() >= 400;
    if (question.original().method().safe() || failed) {
      return List.of();
    }
    Uri target = question.original().uri();
    Set<Uri> uris = new LinkedHashSet<>();
    uris.add(CacheKey.plain(target));
    for (String name : List.of("Location", "Content-Location")) {
      answer.headers().first(name).flatMap(text -> sameOrigin(target, text)).ifPresent(uris::add);
    }
    return List.copyOf(uris);
  }

  private static Optional<Uri> sameOrigin(Uri target, String reference) {
    try {
      Uri uri = target.resolve(reference);
      return uri.origin().equals(target.origin())
          ? Optional.of(CacheKey.plain(uri))
          : Optional.empty();
    } catch (InvalidUri e) {
      return Optional.empty(); // names nothing that could be stored
    }
  }

  private CacheAnswer pass(
      List<StoredResponse> updated, List<StoredResponse> removed, List<Uri> invalidated) {
    return new CacheAnswer.Pass(status.on(answer), status, updated, removed, invalidated);
  }
}
