package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.tests.Row;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseTest {
  @Row("G18")
  @Test
  void a_response_begins_empty_and_is_changed_by_copies() {
    Response response = Response.of(404);
    assertThat(response)
        .isEqualTo(
            new Response(
                Version.HTTP_1_1, Status.NOT_FOUND, "Not Found", Headers.empty(), Body.empty()));
    Body body = Body.text("gone");
    Response changed =
        response
            .withStatus(Status.of(410))
            .withHeader("A", "1")
            .withHeader("a", "2")
            .withBody(body);
    assertThat(changed)
        .isEqualTo(
            new Response(Version.HTTP_1_1, Status.of(410), "Gone", Headers.of("a", "2"), body));
    assertThat(changed.header("A")).contains("2");
    assertThat(changed.header("B")).isEmpty();
    assertThat(changed.withHeaders(Headers.of("C", "3")).headers()).isEqualTo(Headers.of("C", "3"));
    assertThat(response.headers()).isEmpty();
  }

  @Test
  void short_ways_to_a_200() throws IOException {
    assertThat(Response.text("hello").body().text(100)).isEqualTo("hello");
    assertThat(Response.text("hello").status()).isEqualTo(Status.OK);
    Body body = Body.bytes(new byte[] {1});
    assertThat(Response.ok(body).body()).isSameAs(body);
    assertThat(Response.of(Status.OK).body().isEmpty()).isTrue();
  }

  @Test
  void a_response_is_shown_by_its_status() {
    assertThat(Response.of(404)).hasToString("404 Not Found");
    assertThat(Response.of(299)).hasToString("299");
    assertThat(
            new Response(
                Version.HTTP_1_0, Status.OK, "Fine", Headers.of("Cookie", "s3cret"), Body.empty()))
        .hasToString("200 Fine");
  }

  @Row("T47")
  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "\n", "\u0000", "\u007f", "\u0100"})
  void a_reason_that_breaks_the_line_is_refused(String reason) {
    assertThatThrownBy(
            () -> new Response(Version.HTTP_1_1, Status.OK, reason, Headers.empty(), Body.empty()))
        .isInstanceOf(InvalidMessage.class)
        .hasMessage("reason phrase " + Grammar.quoted(reason) + " is not allowed");
  }
}
