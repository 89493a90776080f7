package io.godwit.policy.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.http.InvalidMessage;
import io.godwit.http.SameSite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookies in the file format of Netscape, curl and others. */
final class CookieFileTest {
  private static final StoredCookie PLAIN =
      cookie("a", "1", "example.org", true, "/", 0, false, false, null);

  private static final List<StoredCookie> ALL =
      List.of(
          PLAIN,
          cookie("b", "2=\"x y\"", "example.org", false, "/x y", 1, true, true, SameSite.STRICT),
          cookie("", "nameless", "127.0.0.1", true, "/", 253_402_300_799L, false, true, null),
          cookie("\u00e4", "", "::1", true, "/", 1_800_000_000, true, false, SameSite.NONE),
          cookie("#c", "#", "xn--bcher-kva.example.", true, "/#", 0, false, false, SameSite.LAX));

  @Test
  void what_is_written_is_a_file_as_curl_writes_it() {
    assertThat(CookieFile.text(ALL))
        .isEqualTo(
            """
            # Netscape HTTP Cookie File
            # It can be edited. Keep it secret.

            example.org	FALSE	/	FALSE	0	a	1
            # SameSite=Strict
            #HttpOnly_.example.org	TRUE	/x y	TRUE	1	b	2="x y"
            #HttpOnly_127.0.0.1	FALSE	/	FALSE	253402300799		nameless
            # SameSite=None
            ::1	FALSE	/	TRUE	1800000000	\u00e4	\n\
            # SameSite=Lax
            xn--bcher-kva.example.	FALSE	/#	FALSE	0	#c	#
            """);
  }

  @Test
  void what_was_written_is_read_again() {
    assertThat(CookieFile.parse(CookieFile.text(ALL)))
        .isEqualTo(new CookieFile.Contents(ALL, List.of()));
    assertThat(CookieFile.parse(CookieFile.text(ALL).replace("\n", "\r\n")).cookies())
        .isEqualTo(ALL);
    assertThat(CookieFile.parse(CookieFile.text(List.of())))
        .isEqualTo(new CookieFile.Contents(List.of(), List.of()));
  }

  @Test
  void a_cookie_that_ended_long_ago_is_not_written_as_one_of_the_session() {
    StoredCookie old = cookie("a", "1", "example.org", true, "/", -5, false, false, null);

    assertThat(CookieFile.text(List.of(old))).contains("\t1\ta\t1");
    assertThat(CookieFile.text(List.of(old.withExpires(Instant.EPOCH)))).contains("\t1\ta\t1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org\tFALSE\t/\tFALSE\t0\ta\t1",
        ".EXAMPLE.org\tfalse\t/\tFalse\t0\ta\t1",
        "example.org\tFALSE\t/\tFALSE\t000\ta\t1",
        "# a comment\n\n   \nexample.org\tFALSE\t/\tFALSE\t0\ta\t1",
        "# SameSite=Strict\n# and another\nexample.org\tFALSE\t/\tFALSE\t0\ta\t1",
        "# SameSite=Strict\n\nexample.org\tFALSE\t/\tFALSE\t0\ta\t1",
        "# SameSite=strict\nexample.org\tFALSE\t/\tFALSE\t0\ta\t1",
      })
  void files_of_others_are_read(String text) {
    assertThat(CookieFile.parse(text))
        .isEqualTo(new CookieFile.Contents(List.of(PLAIN), List.of()));
  }

  @Test
  void a_value_may_be_missing_or_hold_what_looks_like_more_parts() {
    List<StoredCookie> cookies =
        CookieFile.parse(
                """
                example.org	FALSE	/	FALSE	0	a
                example.org	FALSE	/	FALSE	0	b	1	2
                127.0.0.1	TRUE	/	FALSE	99999999999999999999	c	3
                [::1]	TRUE	/	FALSE	0	d	4
                ::1	TRUE	/	FALSE	0	e	5
                """)
            .cookies();

    assertThat(cookies).extracting(StoredCookie::value).containsExactly("", "1\t2", "3", "5");
    assertThat(cookies).extracting(StoredCookie::hostOnly).containsOnly(true);
    assertThat(cookies.get(2).expires()).contains(Instant.ofEpochSecond(253_402_300_799L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "example.org FALSE / FALSE 0 a 1",
        "example.org\tFALSE\t/\tFALSE\t0",
        "example.org\tNO\t/\tFALSE\t0\ta\t1",
        "example.org\tFALSE\t/\t1\t0\ta\t1",
        "example.org\tFALSE\tx\tFALSE\t0\ta\t1",
        "example.org\tFALSE\t\tFALSE\t0\ta\t1",
        "example.org\tFALSE\t/;\tFALSE\t0\ta\t1",
        "example.org\tFALSE\t/\tFALSE\t\ta\t1",
        "example.org\tFALSE\t/\tFALSE\t-1\ta\t1",
        "example.org\tFALSE\t/\tFALSE\t1.5\ta\t1",
        "example.org\tFALSE\t/\tFALSE\t0\ta;b\t1",
        "example.org\tFALSE\t/\tFALSE\t0\ta=b\t1",
        "example.org\tFALSE\t/\tFALSE\t0\t\t",
        "example.org\tFALSE\t/\tFALSE\t0\ta\t1;2",
        "example.org\tFALSE\t/\tFALSE\t0\ta\t1\u0000",
        "example.org\tFALSE\t/\tFALSE\t0\ta\t 1",
        "example.org\tFALSE\t/\tFALSE\t0\ta\t\u0100",
        "\tFALSE\t/\tFALSE\t0\ta\t1",
        "..example.org\tTRUE\t/\tFALSE\t0\ta\t1",
        "example.org:80\tFALSE\t/\tFALSE\t0\ta\t1",
        "me@example.org\tFALSE\t/\tFALSE\t0\ta\t1",
        "example.org/x\tFALSE\t/\tFALSE\t0\ta\t1",
        "b\u00fccher.example\tFALSE\t/\tFALSE\t0\ta\t1",
        "0:0:0:0:0:0:0:1\tFALSE\t/\tFALSE\t0\ta\t1",
        "127.1\tFALSE\t/\tFALSE\t0\ta\t1",
        "#HttpOnly_\tFALSE\t/\tFALSE\t0\ta\t1",
      })
  void a_line_that_is_no_cookie_is_told_by_its_number(String line) {
    String good = "example.org\tFALSE\t/\tFALSE\t0\ta\t1\n";

    assertThat(CookieFile.parse(good + line + "\n" + good))
        .isEqualTo(new CookieFile.Contents(List.of(PLAIN, PLAIN), List.of(2)));
  }

  @Test
  void a_cookie_that_would_break_the_file_cannot_be_made() {
    assertThatThrownBy(() -> cookie("a", "1\nx", "h", true, "/", 0, false, false, null))
        .isInstanceOf(InvalidMessage.class);
    assertThatThrownBy(() -> cookie("a", "1", "H", true, "/", 0, false, false, null))
        .isInstanceOf(InvalidMessage.class)
        .hasMessageContaining("lower case");
    assertThatThrownBy(() -> cookie("a", "1", "h", true, "x", 0, false, false, null))
        .isInstanceOf(InvalidMessage.class);
  }

  @Test
  void a_stored_cookie_shows_all_but_its_value() {
    assertThat(ALL.get(1).toString())
        .isEqualTo(
            "b=***; Domain=example.org; Path=/x y; Expires=1970-01-01T00:00:01Z; Secure; HttpOnly;"
                + " SameSite=Strict");
  }

  private static StoredCookie cookie(
      String name,
      String value,
      String domain,
      boolean hostOnly,
      String path,
      long end,
      boolean secure,
      boolean httpOnly,
      @Nullable SameSite sameSite) {
    return new StoredCookie(
        name,
        value,
        domain,
        hostOnly,
        path,
        end == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(end)),
        secure,
        httpOnly,
        Optional.ofNullable(sameSite));
  }
}
