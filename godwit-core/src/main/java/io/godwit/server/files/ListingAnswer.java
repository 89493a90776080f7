package io.godwit.server.files;

import io.godwit.http.Body;
import io.godwit.http.Form;
import io.godwit.http.MediaType;
import io.godwit.http.Preferences;
import io.godwit.http.Response;
import io.godwit.server.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The response that lists a folder, in the form that the client prefers. */
final class ListingAnswer {
  private static final MediaType HTML = MediaType.of("text/html; charset=utf-8");

  private ListingAnswer() {}

  static Response of(ServerRequest request, RequestedPath path, Listing listing) {
    Form query = Form.received(request.query().orElse(""));
    Listing.Order order = Listing.Order.of(query.first("sort").orElse(""));
    boolean descending = query.first("order").orElse("").equals("desc");
    Listing sorted = listing.sorted(order, descending);
    boolean json =
        Preferences.of(request.headers(), "Accept")
            .best(List.of(HTML, MediaType.JSON))
            .filter(MediaType.JSON::equals)
            .isPresent();
    String text =
        json
            ? ListingJson.of(sorted)
            : new ListingPage(titleOf(request, path), !path.names().isEmpty(), order, descending)
                .of(sorted);
    Body content = Body.bytes(text.getBytes(StandardCharsets.UTF_8));
    Response response =
        Response.ok(content.withType(json ? MediaType.JSON : HTML))
            .withHeader("Cache-Control", "no-cache")
            .withHeader("Vary", "Accept")
            .withHeader("X-Content-Type-Options", "nosniff");
    return json ? response : response.withHeader("Content-Security-Policy", ListingPage.POLICY);
  }

  /** The path of the folder, for a person. */
  private static String titleOf(ServerRequest request, RequestedPath path) {
    StringBuilder title = new StringBuilder(request.mount()).append('/');
    path.names().forEach(name -> title.append(name).append('/'));
    return title.toString();
  }
}
