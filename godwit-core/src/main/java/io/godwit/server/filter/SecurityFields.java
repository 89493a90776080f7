package io.godwit.server.filter;

import io.godwit.http.Headers;
import io.godwit.http.Response;
import io.godwit.server.Filter;
import io.godwit.server.Handler;
import io.godwit.server.ServerRequest;
import java.time.Duration;

/**
 * Adds fields by which browsers are more careful with the answers.
 *
 * <pre>{@code
 * Filter careful = SecurityFields.standard()
 *     .with("Content-Security-Policy", "default-src 'self'")
 *     .withHsts(Duration.ofDays(365), true);
 * }</pre>
 *
 * <p>A field that the response has already stays as it is. The answers to what a handler throws
 * have them as well. Immutable.
 */
public final class SecurityFields implements Filter {
  private static final String HSTS = "Strict-Transport-Security";

  private final Headers fields;
  private final Headers overTls;

  private SecurityFields(Headers fields, Headers overTls) {
    this.fields = fields;
    this.overTls = overTls;
  }

  /**
   * {@code X-Content-Type-Options: nosniff}, {@code X-Frame-Options: DENY} and {@code
   * Referrer-Policy: no-referrer}.
   */
  public static SecurityFields standard() {
    Headers fields =
        Headers.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer");
    return new SecurityFields(fields, Headers.empty());
  }

  /**
   * A copy with another field, or another value for one.
   *
   * @throws io.godwit.http.InvalidMessage when it is not allowed
   */
  public SecurityFields with(String name, String value) {
    return new SecurityFields(fields.with(name, value), overTls);
  }

  /** A copy without that field. */
  public SecurityFields without(String name) {
    return new SecurityFields(fields.without(name), overTls);
  }

  /**
   * A copy that tells those who ask by https to do so for that long, whatever a link says (RFC
   * 6797). It cannot be taken back before that time; who asks by http is not told (section 7.2).
   *
   * @param maxAge zero to make clients forget
   * @param subdomains whether that holds for all hosts below this one as well
   */
  public SecurityFields withHsts(Duration maxAge, boolean subdomains) {
    String value = "max-age=" + maxAge.toSeconds() + (subdomains ? "; includeSubDomains" : "");
    return new SecurityFields(fields, Headers.of(HSTS, value));
  }

  @Override
  public Response filter(ServerRequest request, Handler next) throws Exception {
    boolean tls = !overTls.isEmpty() && request.scheme().equals("https");
    Headers wanted = tls ? fields.toBuilder().addAll(overTls).build() : fields;
    request.failureFields(wanted);
    Response response = next.handle(request);
    Headers.Builder all = response.headers().toBuilder();
    for (Headers.Field field : wanted) {
      all.setIfAbsent(field.name(), field.value());
    }
    return response.withHeaders(all.build());
  }

  @Override
  public String toString() {
    return "security fields " + fields.size();
  }
}
