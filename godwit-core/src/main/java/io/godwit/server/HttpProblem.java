package io.godwit.server;

import io.godwit.http.Headers;
import io.godwit.http.Status;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer by exception: thrown by a {@link Handler} or while the content of its response is made,
 * it becomes a problem response (RFC 9457) of that status, as long as no response has begun. Its
 * form is what the client's {@code Accept} prefers: {@code text/plain}, which is also for whoever
 * has no preference, {@code application/problem+json} or HTML.
 *
 * <pre>{@code
 * Handler users = request -> {
 *   if (!request.path().equals("/users/7")) {
 *     throw HttpProblem.of(Status.NOT_FOUND, "there is no such user").withMember("hint", "try 7");
 *   }
 *   return Response.text("ada");
 * };
 * }</pre>
 *
 * <p>Everything in it is shown to the client. The cause is not; it goes to the log when the status
 * is one of a server error. Immutable: each {@code with} makes a copy.
 */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  private HttpProblem(Problem problem, @Nullable Throwable cause) {
    super(problem.described(), cause);
    this.problem = problem;
  }

  /**
   * A problem of that status.
   *
   * @param detail what is wrong this time, for the person who reads it; may be empty
   * @throws IllegalArgumentException when the status is not one of an error
   */
  public static HttpProblem of(Status status, String detail) {
    if (status.code() < 400) {
      throw new IllegalArgumentException("not the status of a problem: " + status.code());
    }
    return new HttpProblem(Problem.of(status, Objects.requireNonNull(detail)), null);
  }

  /** A copy with a title that says what kind of problem it is; the status's own phrase if none. */
  public HttpProblem withTitle(String title) {
    return new HttpProblem(problem.withTitle(Objects.requireNonNull(title)), getCause());
  }

  /**
   * A copy with the URI reference that identifies this type of problem (RFC 9457 section 3.1.1); it
   * stands in the JSON form only.
   */
  public HttpProblem withType(String uri) {
    return new HttpProblem(problem.withType(Objects.requireNonNull(uri)), getCause());
  }

  /**
   * A copy with another field of the response, such as {@code Allow}, {@code Retry-After} or {@code
   * WWW-Authenticate}; it takes the place of one of the same name.
   *
   * @throws io.godwit.http.InvalidMessage when it is not allowed
   */
  public HttpProblem withHeader(String name, String value) {
    return new HttpProblem(problem.withHeader(name, value), getCause());
  }

  /**
   * A copy with another member of the JSON form (RFC 9457 section 3.2), such as {@code instance}.
   *
   * @param value a {@link String}, {@link Boolean}, {@link Integer} or {@link Long}
   * @throws IllegalArgumentException when it is of another type, or the name is one of {@code type,
   *     title, status, detail}
   */
  public HttpProblem withMember(String name, Object value) {
    return new HttpProblem(problem.withMember(name, value), getCause());
  }

  /** A copy with what has led to it, for the log. */
  public HttpProblem withCause(Throwable cause) {
    return new HttpProblem(problem, Objects.requireNonNull(cause));
  }

  /** The status of the answer. */
  public Status status() {
    return problem.status();
  }

  /** What kind of problem it is. */
  public String title() {
    return problem.shownTitle();
  }

  /** What is wrong this time; may be empty. */
  public String detail() {
    return problem.detail();
  }

  /** The further fields of the response. */
  public Headers headers() {
    return problem.headers();
  }

  /** The further members of the JSON form, in order. */
  public Map<String, Object> members() {
    return problem.members();
  }

  Problem problem() {
    return problem;
  }
}
