package io.godwit.wire.h1;

import static io.godwit.wire.h1.Messages.receive;
import static io.godwit.wire.h1.Messages.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpEvent.Violated;
import io.godwit.wire.HttpMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A violation says where the message is broken, and shows the offender escaped, but no secret. */
final class ViolationDetailTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          BARE_CR                  | GET / HTTP/1.1~Host: a~X: b\\rc~~        | line 3
          BARE_LF                  | GET / HTTP/1.1~Host: a\\nX: b~~          | line 2
          SPACE_BEFORE_FIRST_FIELD | GET / HTTP/1.1~ Host: a~~                | line 2
          OBSOLETE_FOLD            | GET / HTTP/1.1~Host: a~X: b~ c~~         | line 4
          SPACE_BEFORE_COLON       | GET / HTTP/1.1~Host: a~X : b~~           | line 3: "X "
          EMPTY_FIELD_NAME         | GET / HTTP/1.1~Host: a~: b~~             | line 3: ":"
          BAD_FIELD_NAME           | GET / HTTP/1.1~Host: a~a(b): c~~         | line 3: "a("
          MISSING_COLON            | GET / HTTP/1.1~Host: a~none~~            | line 3: "none"
          CONTROL_IN_FIELD_VALUE   | GET / HTTP/1.1~Cookie: secret\\1~~   | line 2: "\\u0001"
          """)
  void a_broken_field_line_is_named_by_its_number(String violation, String request, String detail) {
    Violated violated = violated(request);
    assertThat(violated.violation().toString()).isEqualTo(violation);
    assertThat(violated.detail()).isEqualTo(detail);
  }

  @Test
  void too_many_fields_say_how_many_are_too_many() {
    String fields = "X: y~".repeat(H1Settings.server().limits().fields() + 1);
    assertThat(violated("GET / HTTP/1.1~" + fields + "~").detail())
        .isEqualTo("limit " + H1Settings.server().limits().fields());
  }

  /** Of a request with {@code ~} for the line break, and Java's escapes. */
  private static Violated violated(String request) {
    HttpMachine server = server();
    receive(server, request.translateEscapes().replace("~", "\r\n"));
    HttpEvent event = server.poll();
    assertThat(event).isInstanceOf(Violated.class);
    return (Violated) event;
  }
}
