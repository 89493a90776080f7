package io.godwit.policy.cache;

import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.util.List;

/** What the origin's answer means for the caller and for what is stored. */
public sealed interface CacheAnswer {
  /** What to deliver, without its content; it has a Cache-Status. */
  Response response();

  /** Why. */
  CacheStatus status();

  /**
   * The answer is delivered, and stored on its way.
   *
   * @param entry to be stored with the content, once that has arrived whole
   * @param replaced stored before for the same requests; removed when the new one is there
   */
  record Store(
      Response response, CacheStatus status, StoredResponse entry, List<StoredResponse> replaced)
      implements CacheAnswer {
    /** What to deliver when the store will not have it: the answer, told otherwise. */
    public Response unstored(Response answer) {
      return status.withoutStored().on(answer);
    }
  }

  /**
   * 304: what is stored is still right, and its content is delivered (RFC 9111 section 4.3.4).
   *
   * @param chosen whose content to deliver
   * @param updated to be stored in place of what has the same id
   */
  record Freshen(
      Response response, CacheStatus status, StoredResponse chosen, List<StoredResponse> updated)
      implements CacheAnswer {}

  /** An error came, or nothing: what is stored does for now. The error's content is dropped. */
  record ServeStale(StoredResponse stored, Response response, CacheStatus status)
      implements CacheAnswer {}

  /** 304 for nothing that is stored: to be asked again without conditions; happens once. */
  record Again(CacheQuestion question, Response response, CacheStatus status)
      implements CacheAnswer {}

  /**
   * The answer is delivered and not stored.
   *
   * @param updated to be stored in place of what has the same id: a HEAD confirmed it
   * @param removed no longer right
   * @param invalidated URIs of which nothing stored may be used any more (RFC 9111 section 4.4)
   */
  record Pass(
      Response response,
      CacheStatus status,
      List<StoredResponse> updated,
      List<StoredResponse> removed,
      List<Uri> invalidated)
      implements CacheAnswer {}
}
