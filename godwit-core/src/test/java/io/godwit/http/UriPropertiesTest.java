package io.godwit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every text, tried on many: seeds mutated at random, always the same ones. */
final class UriPropertiesTest {
  private static final String[] SEEDS = {
    "http://example.com/a/b?c=d#e",
    "https://me:secret@example.com:8443/a/./b/../c;p?q=1&q=2#f",
    "http://[2001:db8::1]:80/x",
    "http://[::ffff:1.2.3.4]/",
    "http://192.0.2.1:8080/",
    "ws://faß.de/日本?q=é|",
    "http://xn--bcher-kva.example/%7e%2f%c3%a9",
    "//h:443/../x",
    "../../a/./b?c#d",
    "/a/%2e%2e/b",
    "ftp://h",
    "file:///etc/hosts",
    "mailto:me@example.com",
    "http://a%C3%BCb.example/",
    "?q",
    "",
  };
  private static final String[] PIECES = {
    "/",
    "//",
    ":",
    "@",
    "?",
    "#",
    "[",
    "]",
    "\\",
    ".",
    "..",
    "/./",
    "/../",
    "%",
    "%2e",
    "%2E%2e",
    "%2f",
    "%41",
    "%C3%A9",
    "%C3",
    "%00",
    "%25",
    "%2",
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    "\u007F",
    "\u0085",
    "\u00A0",
    "\uFEFF",
    "é",
    "ß",
    "日",
    "。",
    "\u00AD",
    "\u200D",
    "\u202E",
    "א",
    "1",
    "\uD83D\uDE00",
    "\uD83D",
    "\uDE00",
    "|",
    "\"",
    "<",
    "^",
    "~",
    "_",
    "-",
    "+",
    "&",
    "=",
    ";",
    "xn--",
    "xn--a",
    "0x",
    "127.1",
    "http:",
    "https://",
    "::",
    "1.2.3.4",
    "a",
    "Z",
    "e\u0301",
    "\uFF0F",
    "*",
  };

  @Test
  void only_invalid_uri_escapes_and_what_is_read_is_canonical() {
    Random random = new Random(3986);
    int read = 0;
    for (int i = 0; i < 8_000; i++) {
      String text = mutated(random);
      Uri uri = parsed(text);
      if (uri != null) {
        read++;
        checkCanonical(text, uri);
      }
    }
    assertThat(read).isBetween(1_500, 7_000);
  }

  @Test
  void what_resolves_is_canonical_and_absolute() {
    Random random = new Random(5);
    Uri[] bases = {
      Uri.of("http://h"), Uri.of("https://u:p@h:8/a/b?q#f"), Uri.of("ftp://h"), Uri.of("file:///a")
    };
    int resolved = 0;
    for (int i = 0; i < 8_000; i++) {
      String text = mutated(random);
      Uri base = bases[i % bases.length];
      Uri reference = parsed(text);
      if (reference == null) {
        continue;
      }
      resolved++;
      Uri uri = base.resolve(text);

      checkCanonical(text, uri);
      assertThat(uri.absolute()).isTrue();
      assertThat(base.resolve(reference.text())).as(text).isEqualTo(uri);
      if (reference.absolute()) {
        assertThat(uri).isEqualTo(reference);
      } else if (reference.host().isEmpty()) {
        assertThat(uri.origin()).as(text).isEqualTo(base.origin());
      }
    }
    assertThat(resolved).isGreaterThan(1_500);
  }

  @Test
  void a_message_never_shows_a_password() {
    Random random = new Random(7);
    String[] heads = {
      "http://me:", "https://me:", "//me:", "http:me:", "http:/me:", "\\\\me:", "me:"
    };
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      String password = "PASS" + PIECES[random.nextInt(PIECES.length)] + "WORD";
      String tail = mutated(random).replace("@", "");
      String text = heads[i % heads.length] + password + "@h" + tail;
      try {
        assertThat(Uri.of(text).toString()).doesNotContain("PASS").doesNotContain("WORD");
      } catch (InvalidUri e) {
        refused++;
        assertThat(e.getMessage()).as(text).doesNotContain("PASS").doesNotContain("WORD");
        assertThat(e.input()).as(text).doesNotContain("PASS").doesNotContain("WORD");
        assertThat(e.index()).isBetween(0, e.input().length());
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void a_request_target_is_what_the_grammar_says() {
    Random random = new Random(9112);
    int read = 0;
    for (int i = 0; i < 8_000; i++) {
      String raw = (i % 2 == 0 ? "/" : "") + mutated(random);
      String method = i % 3 == 0 ? "CONNECT" : "GET";
      RequestTarget target;
      try {
        target = RequestTarget.parse(method, raw);
      } catch (InvalidUri e) {
        if (method.equals("GET")) {
          assertThat(raw).doesNotMatch(UriGrammar.ORIGIN_FORM);
        }
        continue;
      }
      read++;
      switch (target) {
        case RequestTarget.OriginForm o -> {
          assertThat(raw).matches(UriGrammar.ORIGIN_FORM);
          assertThat(o.path() + o.query().map(q -> "?" + q).orElse("")).isEqualTo(raw);
        }
        case RequestTarget.AbsoluteForm a -> {
          assertThat(raw).matches(UriGrammar.URI);
          checkCanonical(raw, a.uri());
        }
        case RequestTarget.AuthorityForm a -> assertThat(a.host()).isNotEmpty();
        case RequestTarget.Asterisk asterisk -> assertThat(asterisk).isNull();
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  private static @Nullable Uri parsed(String text) {
    try {
      return Uri.of(text);
    } catch (InvalidUri e) {
      assertThat(e.index()).as(text).isBetween(0, e.input().length());
      assertThat(e.getMessage()).as(text).doesNotContainPattern("[\\p{Cntrl}\\p{Cs}\\p{Cf}]");
      return null;
    }
  }

  private static void checkCanonical(String text, Uri uri) {
    assertThat(uri.text())
        .as(text)
        .matches(uri.absolute() ? UriGrammar.URI : UriGrammar.RELATIVE)
        .isEqualTo(composed(uri));
    assertThat(Uri.of(uri.text())).as(text).isEqualTo(uri);
    if (uri.absolute()) {
      assertThat(uri.target()).as(text).matches(UriGrammar.ORIGIN_FORM);
      assertThat(uri.path()).as(text).doesNotContainPattern("/\\.\\.?(/|$)");
      assertThat(uri.host()).as(text).matches("[a-z0-9._:-]*");
      assertThat(uri.origin().host()).isEqualTo(uri.host());
    }
  }

  /** RFC 3986 section 5.3, from the accessors. */
  private static String composed(Uri uri) {
    boolean hasAuthority = uri.absolute() || !uri.authority().isEmpty();
    return (uri.absolute() ? uri.scheme() + ":" : "")
        + (hasAuthority ? "//" : "")
        + uri.userInfo().map(u -> u + "@").orElse("")
        + uri.authority()
        + uri.path()
        + uri.query().map(q -> "?" + q).orElse("")
        + uri.fragment().map(f -> "#" + f).orElse("");
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
    int mutations = random.nextInt(5);
    for (int i = 0; i < mutations; i++) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
        case 1 -> text.insert(at, (char) random.nextInt(0x100));
        default -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }
}
