package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MethodAndStatusTest {
  @Nested
  final class Methods {
    @ParameterizedTest
    @CsvSource({
      // safe, idempotent, expects content (RFC 9110 section 9.3, RFC 5789, RFC 10008)
      "GET, true, true, false",
      "HEAD, true, true, false",
      "OPTIONS, true, true, false",
      "TRACE, true, true, false",
      "QUERY, true, true, true",
      "PUT, false, true, true",
      "DELETE, false, true, false",
      "POST, false, false, true",
      "PATCH, false, false, true",
      "CONNECT, false, false, false",
      "PURGE, false, false, false",
      "get, false, false, false",
    })
    void know_what_they_mean(String name, boolean safe, boolean idempotent, boolean content) {
      Method method = Method.of(name);
      assertThat(method.name()).isEqualTo(name);
      assertThat(method).hasToString(name).isEqualTo(new Method(name));
      assertThat(method.safe()).isEqualTo(safe);
      assertThat(method.idempotent()).isEqualTo(idempotent);
      assertThat(method.expectsContent()).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({
      "GET, true",
      "HEAD, true",
      "TRACE, true",
      "POST, false",
      "DELETE, false",
      "OPTIONS, false",
      "QUERY, false",
      "PURGE, false",
    })
    void some_forbid_content(String name, boolean forbidden) {
      assertThat(Method.of(name).forbidsContent()).isEqualTo(forbidden);
    }

    @Test
    void the_registered_ones_are_shared() {
      for (Method method :
          new Method[] {
            Method.GET,
            Method.HEAD,
            Method.POST,
            Method.PUT,
            Method.DELETE,
            Method.PATCH,
            Method.OPTIONS,
            Method.TRACE,
            Method.CONNECT,
            Method.QUERY
          }) {
        assertThat(Method.of(new String(method.name().toCharArray()))).isSameAs(method);
      }
    }

    @Test
    void are_case_sensitive() {
      assertThat(Method.of("get")).isNotEqualTo(Method.GET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "G T", "GET\r\nX", "G\u0000", "GE\u0422"})
    void are_tokens(String name) {
      assertThatThrownBy(() -> Method.of(name))
          .isInstanceOf(InvalidMessage.class)
          .hasMessage("method " + Grammar.quoted(name) + " is not a token");
    }
  }

  @Nested
  final class Statuses {
    @Test
    void every_code_of_three_digits_has_its_class() {
      for (int code = 100; code < 1000; code++) {
        Status status = Status.of(code);
        assertThat(status.code()).isEqualTo(code);
        assertThat(status.informational()).isEqualTo(code / 100 == 1);
        assertThat(status.success()).isEqualTo(code / 100 == 2);
        assertThat(status.redirection()).isEqualTo(code / 100 == 3);
        assertThat(status.clientError()).isEqualTo(code / 100 == 4);
        assertThat(status.serverError()).isEqualTo(code >= 500);
        assertThat(status.contentless()).isEqualTo(code < 200 || code == 204 || code == 304);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {-200, 0, 99, 1000, Integer.MAX_VALUE})
    void others_are_refused(int code) {
      assertThatThrownBy(() -> Status.of(code))
          .isInstanceOf(InvalidMessage.class)
          .hasMessage("status code " + code + " is not within 100 to 999");
    }

    @Test
    void the_codes_below_600_are_shared_and_all_compare_by_code() {
      assertThat(Status.of(404)).isSameAs(Status.NOT_FOUND);
      assertThat(Status.of(599)).isSameAs(Status.of(599));
      assertThat(Status.of(600)).isEqualTo(Status.of(600));
    }

    @ParameterizedTest
    @CsvSource({
      "100, Continue",
      "101, Switching Protocols",
      "102, Processing",
      "103, Early Hints",
      "200, OK",
      "201, Created",
      "202, Accepted",
      "203, Non-Authoritative Information",
      "204, No Content",
      "205, Reset Content",
      "206, Partial Content",
      "207, Multi-Status",
      "208, Already Reported",
      "226, IM Used",
      "300, Multiple Choices",
      "301, Moved Permanently",
      "302, Found",
      "303, See Other",
      "304, Not Modified",
      "305, Use Proxy",
      "307, Temporary Redirect",
      "308, Permanent Redirect",
      "400, Bad Request",
      "401, Unauthorized",
      "402, Payment Required",
      "403, Forbidden",
      "404, Not Found",
      "405, Method Not Allowed",
      "406, Not Acceptable",
      "407, Proxy Authentication Required",
      "408, Request Timeout",
      "409, Conflict",
      "410, Gone",
      "411, Length Required",
      "412, Precondition Failed",
      "413, Content Too Large",
      "414, URI Too Long",
      "415, Unsupported Media Type",
      "416, Range Not Satisfiable",
      "417, Expectation Failed",
      "421, Misdirected Request",
      "422, Unprocessable Content",
      "423, Locked",
      "424, Failed Dependency",
      "425, Too Early",
      "426, Upgrade Required",
      "428, Precondition Required",
      "429, Too Many Requests",
      "431, Request Header Fields Too Large",
      "451, Unavailable For Legal Reasons",
      "500, Internal Server Error",
      "501, Not Implemented",
      "502, Bad Gateway",
      "503, Service Unavailable",
      "504, Gateway Timeout",
      "505, HTTP Version Not Supported",
      "506, Variant Also Negotiates",
      "507, Insufficient Storage",
      "508, Loop Detected",
      "510, Not Extended",
      "511, Network Authentication Required",
    })
    void the_registered_ones_have_their_phrase(int code, String reason) {
      assertThat(Status.of(code).reason()).isEqualTo(reason);
      assertThat(Status.of(code)).hasToString(code + " " + reason);
    }

    @Test
    void the_others_have_none() {
      assertThat(IntStream.range(100, 1000).filter(code -> !Status.of(code).reason().isEmpty()))
          .hasSize(61);
      assertThat(Status.of(299)).hasToString("299");
    }

    @Test
    void the_constants_are_called_like_their_phrases() throws IllegalAccessException {
      int constants = 0;
      for (Field field : Status.class.getFields()) {
        Status status = (Status) field.get(null);
        assertThat(field.getName())
            .isEqualTo(status.reason().toUpperCase(Locale.ROOT).replace(' ', '_'));
        constants++;
      }
      assertThat(constants).isEqualTo(45);
      assertThat(Status.NOT_FOUND.code()).isEqualTo(404);
    }
  }

  @Test
  void versions_are_written_as_in_a_start_line() {
    assertThat(Version.HTTP_1_0).hasToString("HTTP/1.0");
    assertThat(Version.HTTP_1_1).hasToString("HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({"QUEUE, queue", "FIRST_BYTE, first byte", "TOTAL, total"})
  void phases_are_written_in_words(Phase phase, String text) {
    assertThat(phase).hasToString(text);
  }
}
