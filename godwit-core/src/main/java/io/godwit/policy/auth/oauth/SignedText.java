package io.godwit.policy.auth.oauth;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.MediaType;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The text that is signed (RFC 5849 section 3.4.1). */
final class SignedText {
  private SignedText() {}

  /**
   * The base string of a request.
   *
   * @param protocol the {@code oauth_} parameters, without the signature
   * @throws HttpFailure.Unsupported when the content is a form that is not in memory
   */
  static String of(Request request, List<Parameter> protocol) throws HttpFailure {
    List<Parameter> all = new ArrayList<>(Parameter.parse(request.uri().query().orElse("")));
    all.addAll(formOf(request));
    all.addAll(protocol);
    Collections.sort(all);
    return Parameter.encoded(request.method().name().toUpperCase(Locale.ROOT))
        + "&"
        + Parameter.encoded(uri(request))
        + "&"
        + Parameter.encoded(Parameter.form(all));
  }

  /** Whether the content is one form, whose pairs are signed (section 3.4.1.3.1). */
  static boolean isForm(Request request) {
    return contentType(request)
        .filter(type -> type.is("application", "x-www-form-urlencoded"))
        .isPresent();
  }

  /** The type in the field, else that of the body. */
  static Optional<MediaType> contentType(Request request) {
    return request.headers().has("Content-Type")
        ? request.header("Content-Type").flatMap(MediaType::received)
        : request.body().type();
  }

  private static List<Parameter> formOf(Request request) throws HttpFailure {
    if (!isForm(request)) {
      return List.of();
    }
    if (request.body() instanceof Body.Bytes body) {
      return Parameter.parse(new String(body.content(), StandardCharsets.ISO_8859_1));
    }
    throw new HttpFailure.Unsupported("signing a form that is not in memory");
  }

  /** Scheme, host as the Host field has it, path (section 3.4.1.2). */
  private static String uri(Request request) {
    Uri uri = request.uri();
    String host = request.header("Host").orElse(uri.authority()).toLowerCase(Locale.ROOT);
    String standard = ":" + (uri.scheme().equals("https") ? 443 : 80);
    if (host.endsWith(standard)) {
      host = host.substring(0, host.length() - standard.length());
    }
    return uri.scheme() + "://" + host + uri.path();
  }
}
