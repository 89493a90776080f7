package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import org.junit.jupiter.api.Test;

final class RequestTest {
  private static final Uri USERS = Uri.of("http://api.example/users?page=2");

  @Row("H1")
  @Test
  void a_request_begins_with_nothing_but_method_and_target() {
    assertThat(Request.of(Method.GET, USERS))
        .isEqualTo(new Request(Method.GET, USERS, Headers.empty(), Body.empty(), Version.HTTP_1_1));
  }

  @Row("H2")
  @Test
  void the_next_request_is_the_last_one_with_only_the_named_parts_changed() {
    Request first = Request.of(Method.GET, USERS).withHeader("Accept", "text/html");
    Body body = Body.text("hello");
    Request next = first.withHeader("accept", "*/*").withBody(body).withVersion(Version.HTTP_1_0);
    assertThat(next)
        .isEqualTo(
            new Request(Method.GET, USERS, Headers.of("accept", "*/*"), body, Version.HTTP_1_0));
    assertThat(next.withHeaders(Headers.empty()).headers()).isEmpty();
    Uri other = Uri.of("https://other.example/");
    assertThat(next.withMethod(Method.POST).withUri(other))
        .isEqualTo(
            new Request(Method.POST, other, Headers.of("accept", "*/*"), body, Version.HTTP_1_0));
    assertThat(first.headers()).isEqualTo(Headers.of("Accept", "text/html"));
    assertThat(first.header("accept")).contains("text/html");
    assertThat(first.method()).isEqualTo(Method.GET);
    assertThat(first.uri()).isEqualTo(USERS);
    assertThat(first.body().isEmpty()).isTrue();
  }

  @Test
  void a_request_is_for_an_absolute_uri() {
    Request request = Request.of(Method.GET, USERS);
    assertThatThrownBy(() -> request.withUri(Uri.of("//u:secret@other.example/users")))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("the URI of a request is absolute, and this is not: //***@other.example/users");
    assertThatThrownBy(() -> Request.of(Method.GET, Uri.of("users")))
        .isInstanceOf(InvalidMessage.class);
  }

  @Row("H6")
  @Test
  void the_port_stands_in_host_only_when_it_is_not_the_schemes_and_can_be_had_always() {
    Uri plain = Uri.of("http://api.example:80/");
    assertThat(plain.authority()).isEqualTo("api.example");
    assertThat(plain.hostAndPort()).isEqualTo("api.example:80");
    Uri other = Uri.of("https://[::1]:8443/");
    assertThat(other.authority()).isEqualTo("[::1]:8443");
    assertThat(other.hostAndPort()).isEqualTo("[::1]:8443");
    assertThat(Uri.of("https://[::1]/").authority()).isEqualTo("[::1]");
  }

  @Row("H8")
  @Test
  void the_query_is_never_merged_reordered_or_repaired_beyond_escaping() {
    Uri uri = Uri.of("http://api.example/a b?x=1;y&x=2&&=z&q=a+b#part");
    assertThat(uri.target()).isEqualTo("/a%20b?x=1;y&x=2&&=z&q=a+b");
    assertThat(uri.resolve("?x=3").target()).isEqualTo("/a%20b?x=3");
    assertThat(uri.resolve("c?d").target()).isEqualTo("/c?d");
    assertThat(uri.resolve("http://other.example/e").origin()).isNotEqualTo(uri.origin());
  }

  @Test
  void a_request_is_shown_by_method_and_target_without_secrets() {
    Request request =
        Request.of(Method.of("PURGE"), Uri.of("http://u:s3cret@api.example/"))
            .withHeader("Authorization", "s3cret");
    assertThat(request).hasToString("PURGE http://***@api.example/");
  }
}
