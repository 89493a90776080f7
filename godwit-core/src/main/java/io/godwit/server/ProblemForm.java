package io.godwit.server;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.MediaType;
import io.godwit.http.Preferences;
import io.godwit.http.Response;
import io.godwit.server.text.Escaped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The forms in which a problem is told. */
enum ProblemForm {
  /** A line or two. */
  TEXT(MediaType.TEXT_PLAIN_UTF_8) {
    @Override
    void write(Problem problem, StringBuilder to) {
      boolean titled = !problem.title().isEmpty() || problem.detail().isEmpty();
      if (titled) {
        to.append((problem.status().code() + " " + problem.shownTitle()).strip()).append('\n');
      }
      if (!problem.detail().isEmpty()) {
        to.append(problem.detail()).append('\n');
      }
    }
  },

  /** RFC 9457 section 3. */
  JSON(MediaType.of("application/problem+json")) {
    @Override
    void write(Problem problem, StringBuilder to) {
      to.append("{\n  \"status\": ").append(problem.status().code());
      if (!problem.type().isEmpty()) {
        member("type", problem.type(), to);
      }
      if (!problem.shownTitle().isEmpty()) {
        member("title", problem.shownTitle(), to);
      }
      if (!problem.detail().isEmpty()) {
        member("detail", problem.detail(), to);
      }
      problem.members().forEach((name, value) -> member(name, value, to));
      to.append("\n}\n");
    }
  },

  /** A page without a style of its own. */
  HTML(MediaType.of("text/html; charset=utf-8")) {
    @Override
    void write(Problem problem, StringBuilder to) {
      String title = (problem.status().code() + " " + problem.shownTitle()).strip();
      to.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>");
      Escaped.html(title, to);
      to.append("</title></head>\n<body>\n<h1>");
      Escaped.html(title, to);
      to.append("</h1>\n");
      if (!problem.detail().isEmpty()) {
        to.append("<p>");
        Escaped.html(problem.detail(), to);
        to.append("</p>\n");
      }
      to.append("</body>\n</html>\n");
    }
  };

  private static final MediaType PLAIN_JSON = MediaType.JSON;

  /** Who asks for plain JSON gets the form for problems, which is that, too. */
  private static final List<MediaType> OFFERED =
      List.of(TEXT.type, JSON.type, HTML.type, PLAIN_JSON);

  @SuppressWarnings("ImmutableEnumChecker") // a record that copies its map
  private final MediaType type;

  ProblemForm(MediaType type) {
    this.type = type;
  }

  /** The answer to a request with these fields. */
  static Response answer(Problem problem, Headers request) {
    // A cache may keep some of these answers, and must not give one form to who wants another.
    return preferred(request).response(problem.withVary());
  }

  /** What the client of a request with these fields likes best, or text. */
  static ProblemForm preferred(Headers request) {
    MediaType best = Preferences.of(request, "Accept").best(OFFERED).orElse(TEXT.type);
    if (best.equals(HTML.type)) {
      return HTML;
    }
    return best.isJson() ? JSON : TEXT;
  }

  Response response(Problem problem) {
    StringBuilder text = new StringBuilder();
    write(problem, text);
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    return Response.of(problem.status())
        .withHeaders(problem.headers())
        .withBody(Body.bytes(content).withType(type));
  }

  abstract void write(Problem problem, StringBuilder to);

  private static void member(String name, Object value, StringBuilder to) {
    to.append(",\n  ");
    Escaped.json(name, to);
    to.append(": ");
    if (value instanceof String text) {
      Escaped.json(text, to);
    } else {
      to.append(value);
    }
  }
}
