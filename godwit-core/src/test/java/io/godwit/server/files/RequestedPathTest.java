package io.godwit.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestedPathTest {
  private static final NameRules HERE = new NameRules(false, false);
  private static final NameRules WINDOWS = new NameRules(true, false);
  private static final NameRules SHOWN = new NameRules(false, true);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a                  | a        | false",
        "/a/                 | a        | true",
        "/a/b.txt            | a,b.txt  | false",
        "/a%20b/c+d          | a b,c+d  | false",
        "/gr%C3%BC%C3%9Fe    | grüße    | false",
        "/%2561              | %61      | false",
        "/a;b=1/c            | a;b=1,c  | false",
        "/a..b/c.            | a..b,c.  | false",
        "/.well-known/x      | .well-known,x | false",
        "/con/aux.txt        | con,aux.txt | false",
        "/a:b                | a:b      | false",
        "/~/C:               | ~,C:     | false",
      })
  void names_are_decoded_once(String path, String names, boolean slash) {
    assertThat(RequestedPath.of(path, HERE))
        .hasValue(new RequestedPath(List.of(names.split(",", -1)), slash));
  }

  @Test
  void the_folder_itself_has_no_names() {
    assertThat(RequestedPath.of("/", HERE)).hasValue(new RequestedPath(List.of(), true));
    assertThat(RequestedPath.of("", HERE)).hasValue(new RequestedPath(List.of(), false));
    assertThat(new RequestedPath(List.of("a"), true).with("b"))
        .isEqualTo(new RequestedPath(List.of("a", "b"), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "a",
        "//",
        "//a",
        "/a//b",
        "/a//",
        "/.",
        "/..",
        "/../a",
        "/a/..",
        "/a/./b",
        "/%2e%2e/a",
        "/.%2E/a",
        "/%2e",
        "/a%2fb",
        "/a%2Fb",
        "/..%2fa",
        "/a%5cb",
        "/..%5Ca",
        "/a\\b",
        "/a%00",
        "/a%00.png",
        "/a%0ab",
        "/a%0d",
        "/a%7f",
        "/a%C2%85",
        "/.git",
        "/.git/x",
        "/...",
        "/a/.htaccess",
        "/%2egit",
        "/a/.well-known",
        "/%",
        "/%2",
        "/%zz",
        "/%C0%AE%C0%AE/a",
        "/%E0%80%AE/a",
        "/%FF",
        "/%ED%A0%80"
      })
  void what_is_no_plain_name_is_refused(String path) {
    assertThat(RequestedPath.of(path, HERE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/con",
        "/CON",
        "/Con.txt",
        "/con.tar.gz",
        "/prn",
        "/aux",
        "/nul",
        "/NUL.",
        "/com1",
        "/COM9.log",
        "/lpt0",
        "/com%C2%B9",
        "/con%20.txt",
        "/conin$",
        "/CONOUT$",
        "/a.",
        "/a..",
        "/a%20",
        "/a/b./c",
        "/C:",
        "/C:/windows",
        "/a:b",
        "/a.txt::$DATA",
        "/a%3Ab",
        "/a%3C",
        "/a%3E",
        "/a%22",
        "/a%7C",
        "/a%3F",
        "/a*"
      })
  void what_windows_takes_for_something_else_is_refused_there(String path) {
    assertThat(RequestedPath.of(path, WINDOWS)).isEmpty();
    assertThat(RequestedPath.of(path, HERE)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a", "/console", "/com", "/com10", "/comx", "/lpt", "/a.con", "/nula", "/a b"})
  void what_only_looks_alike_is_not(String path) {
    assertThat(RequestedPath.of(path, WINDOWS)).isPresent();
  }

  @Test
  void hidden_names_are_shown_when_asked_for_but_dot_segments_never_are() {
    assertThat(RequestedPath.of("/.git/.x", SHOWN)).isPresent();
    assertThat(RequestedPath.of("/a/.well-known", SHOWN)).isPresent();
    for (String path : List.of("/.", "/..", "/%2e%2E/a", "/a/..")) {
      assertThat(RequestedPath.of(path, SHOWN)).isEmpty();
    }
  }
}
