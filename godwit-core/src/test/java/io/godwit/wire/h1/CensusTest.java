package io.godwit.wire.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Status;
import io.godwit.http.Version;
import io.godwit.tests.Row;
import io.godwit.wire.HttpEvent;
import io.godwit.wire.HttpMachine;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts the tables: every rule is broken in every role, every known attack has its case. */
final class CensusTest {
  /** The vulnerabilities of framing and smuggling that other products had, and that we test for. */
  private static final List<String> ATTACKS =
      List.of(
          "CVE-2017-2666",
          "CVE-2017-7656",
          "CVE-2017-7657",
          "CVE-2017-7658",
          "CVE-2017-12165",
          "CVE-2018-7159",
          "CVE-2019-16869",
          "CVE-2020-7238",
          "CVE-2020-10719",
          "CVE-2021-43797",
          "CVE-2023-39326",
          "CVE-2023-40167",
          "CVE-2025-12543",
          "CVE-2025-22871",
          "CVE-2025-58056",
          "CVE-2026-1525",
          "CVE-2026-2332",
          "CVE-2026-28367",
          "CVE-2026-28368",
          "CVE-2026-28369",
          "CVE-2026-33870",
          "CVE-2026-42580",
          "CVE-2026-42581",
          "CVE-2026-42584",
          "CVE-2026-42585",
          "CVE-2026-50020",
          "CVE-2026-89044");

  static Stream<Case> violatedRequests() {
    return CaseFile.of(Case.Role.SERVER).stream().filter(one -> !one.violation().isEmpty());
  }

  @Row("H13")
  @ParameterizedTest
  @EnumSource(H1Violation.class)
  void every_violation_has_a_case_in_each_role_in_which_it_can_occur(H1Violation violation) {
    Set<Case.Role> shown = EnumSet.noneOf(Case.Role.class);
    for (Case one : CaseFile.all()) {
      if (one.violation().contains(violation)) {
        shown.add(one.role());
      }
    }
    assertThat(shown).isEqualTo(occursIn(violation));
  }

  @Row("H13")
  @ParameterizedTest
  @MethodSource("violatedRequests")
  void the_tables_expect_the_status_that_the_violation_names(Case one) {
    H1Violation violation = one.violation().getFirst();
    assertThat(one.expected().getLast())
        .isEqualTo("violated " + violation + " " + violation.status().code());
  }

  @Row({"H13", "G23"})
  @ParameterizedTest
  @MethodSource("violatedRequests")
  void a_violation_can_be_answered_once_and_sticks(Case one) {
    HttpMachine machine = Player.whole(one).machine();
    HttpEvent violated = machine.poll();
    assertThat(machine.reusable()).isFalse();
    Sink.drain(machine); // what an earlier exchange of the same connection left
    Status status = one.violation().getFirst().status();
    long stream = machine.nextStream();
    machine.send(
        new HttpEvent.ResponseHead(
            stream, Version.HTTP_1_1, status, status.reason(), Headers.empty(), 0));
    machine.send(new HttpEvent.End(stream, Headers.empty()));
    assertThat(Sink.drain(machine))
        .matches("HTTP/1\\.[01] " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assertThat(machine.poll()).isSameAs(violated);
    assertThat(machine.reusable()).isFalse();
  }

  @Test
  void every_known_attack_on_framing_has_a_case() {
    List<String> answered = CaseFile.all().stream().flatMap(one -> one.answers().stream()).toList();
    assertThat(answered).containsAll(ATTACKS);
    assertThat(ATTACKS).containsAll(answered);
  }

  @ParameterizedTest
  @EnumSource(H1Violation.class)
  void a_violation_names_its_rule_and_says_what_is_wrong(H1Violation violation) {
    assertThat(violation.section()).matches("RFC 91(10|12) section \\d+(\\.\\d+)*");
    assertThat(violation.text()).isNotBlank();
    assertThat(violation.status().clientError() || violation.status().serverError()).isTrue();
  }

  /** Without a default branch: a new constant does not compile before someone decides. */
  private static Set<Case.Role> occursIn(H1Violation violation) {
    return switch (violation) {
      case BAD_METHOD,
          BAD_REQUEST_LINE,
          BAD_TARGET,
          REQUEST_LINE_TOO_LONG,
          METHOD_TOO_LONG,
          CONTENT_IN_CONNECT,
          MISSING_HOST,
          REPEATED_HOST,
          BAD_HOST ->
          EnumSet.of(Case.Role.SERVER);
      case BAD_STATUS_LINE,
          BAD_STATUS_CODE,
          STATUS_LINE_TOO_LONG,
          UNSOLICITED_RESPONSE,
          TOO_MANY_INTERIM,
          UNEXPECTED_SWITCH,
          LENGTH_WITHOUT_CONTENT,
          TRANSFER_ENCODING_WITHOUT_CONTENT ->
          EnumSet.of(Case.Role.CLIENT);
      case BARE_LF,
          BARE_CR,
          BAD_VERSION,
          UNSUPPORTED_VERSION,
          SPACE_BEFORE_FIRST_FIELD,
          OBSOLETE_FOLD,
          MISSING_COLON,
          EMPTY_FIELD_NAME,
          SPACE_BEFORE_COLON,
          BAD_FIELD_NAME,
          CONTROL_IN_FIELD_VALUE,
          HEADER_SECTION_TOO_LARGE,
          TOO_MANY_FIELDS,
          LENGTH_AND_TRANSFER_ENCODING,
          BAD_LENGTH,
          REPEATED_LENGTH,
          CONFLICTING_LENGTHS,
          TRANSFER_ENCODING_IN_HTTP_1_0,
          UNKNOWN_TRANSFER_CODING,
          BAD_TRANSFER_ENCODING,
          CHUNKED_NOT_LAST,
          CHUNKED_TWICE,
          BAD_CHUNK_SIZE,
          CHUNK_SIZE_OVERFLOW,
          BAD_CHUNK_EXTENSION,
          CHUNK_LINE_TOO_LONG,
          CHUNK_OVERHEAD,
          CHUNK_NOT_TERMINATED,
          TRAILER_SECTION_TOO_LARGE,
          FORBIDDEN_TRAILER,
          TRUNCATED_HEAD,
          TRUNCATED_BODY ->
          EnumSet.allOf(Case.Role.class);
    };
  }
}
