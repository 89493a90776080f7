package io.godwit.client;

import io.godwit.http.Body;
import io.godwit.http.Headers;
import io.godwit.http.HttpFailure;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;

/**
 * What follows from a URI alone, made once per text and then used again: its route and the fields
 * every request to it has.
 *
 * @param uri absolute, without fragment
 * @param route where to connect
 * @param headers Host and the client's default fields
 * @param get a GET of it of which nothing else was said, and which nobody listens to
 */
record Target(Uri uri, Route route, Headers headers, Call get) {
  static Target of(Uri uri, Roads roads, ClientOptions options) throws HttpFailure {
    requireHttp(uri);
    Headers headers =
        Headers.builder().add("Host", uri.authority()).addAll(options.headers()).build();
    Uri asked = uri.withoutFragment();
    Route route = Route.to(uri, roads);
    Headers ofGet = CallContent.without(headers);
    Request request = new Request(Method.GET, asked, ofGet, Body.empty(), options.version());
    return new Target(asked, route, headers, Call.of(request, route, options));
  }

  static void requireHttp(Uri uri) throws HttpFailure.Unsupported {
    if (!uri.scheme().equals("http") && !uri.scheme().equals("https")) {
      throw new HttpFailure.Unsupported(
          uri.absolute() ? "scheme " + uri.scheme() : "a relative URI without a base: " + uri);
    }
  }
}
