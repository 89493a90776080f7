package io.godwit.policy.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Uri;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6797 section 8. */
final class HstsStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1000);

  private static final HstsStore STORE =
      HstsStore.empty()
          .with("alone.example", false, LATER)
          .with("all.example", true, LATER)
          .with("deep.part.example", false, LATER)
          .with("part.example", true, LATER);

  @ParameterizedTest
  @CsvSource({
    "http://alone.example/,               https://alone.example/",
    "http://ALONE.example/,               https://alone.example/",
    "http://alone.example./,              https://alone.example./",
    "http://www.alone.example/,           http://www.alone.example/",
    "http://all.example/,                 https://all.example/",
    "http://www.all.example/,             https://www.all.example/",
    "http://a.b.c.all.example/,           https://a.b.c.all.example/",
    "http://www.all.example./,            https://www.all.example./",
    "http://notall.example/,              http://notall.example/",
    "http://all.example.evil.example/,    http://all.example.evil.example/",
    "http://example/,                     http://example/",
    "http://x.deep.part.example/,         https://x.deep.part.example/",
    "http://all.example:80/,              https://all.example/",
    "http://all.example:8080/,            https://all.example:8080/",
    "http://all.example:443/,             https://all.example/",
    "http://u:p@all.example/a?b=http://c, https://u:p@all.example/a?b=http://c",
    "https://all.example/,                https://all.example/",
    "ws://all.example/chat,               wss://all.example/chat",
    "wss://all.example/chat,              wss://all.example/chat",
    "ftp://all.example/,                  ftp://all.example/",
    "http://127.0.0.1/,                   http://127.0.0.1/",
    "http://[::1]/,                       http://[::1]/"
  })
  void a_known_host_is_asked_over_tls_only(String asked, String used) {
    Uri uri = Uri.of(asked);
    Uri secured = STORE.secured(uri, NOW);
    assertThat(secured.text()).isEqualTo(used);
    assertThat(STORE.secured(secured, NOW)).isSameAs(secured);
    assertThat(HstsStore.empty().secured(uri, NOW)).isSameAs(uri);
  }

  @Test
  void an_address_is_never_known() {
    HstsStore odd = HstsStore.empty().with("1", true, LATER).with("127.0.0.1", true, LATER);
    Uri uri = Uri.of("http://127.0.0.1/");
    assertThat(odd.secured(uri, NOW)).isSameAs(uri);
  }

  @Test
  void what_a_host_said_holds_until_it_expires() {
    Uri uri = Uri.of("http://all.example/");
    assertThat(STORE.secured(uri, LATER.minusNanos(1)).scheme()).isEqualTo("https");
    assertThat(STORE.secured(uri, LATER).scheme()).isEqualTo("http");
    Uri below = Uri.of("http://www.all.example/");
    assertThat(STORE.secured(below, LATER.minusNanos(1)).scheme()).isEqualTo("https");
    assertThat(STORE.secured(below, LATER).scheme()).isEqualTo("http");
  }

  @Test
  void a_host_that_has_expired_does_not_hide_the_one_above() {
    HstsStore store =
        HstsStore.empty().with("www.all.example", false, NOW).with("all.example", true, LATER);
    assertThat(store.knows("www.all.example", NOW)).isTrue();
  }

  @Test
  void a_response_over_tls_teaches() {
    HstsStore store = learn("https://a.example/x", "max-age=100; includeSubDomains");
    assertThat(store).isEqualTo(HstsStore.empty().with("a.example", true, NOW.plusSeconds(100)));
    assertThat(store)
        .hasSameHashCodeAs(HstsStore.empty().with("a.example", true, NOW.plusSeconds(100)));
    assertThat(learn("https://a.example:8443/", "max-age=100").knows("a.example", NOW)).isTrue();
    assertThat(learn("https://a.example./", "max-age=100").knows("a.example", NOW)).isTrue();
    assertThat(learn("https://a.example/", "max-age=100").knows("b.a.example", NOW)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.example/         | max-age=100",
        "wss://a.example/          | max-age=100",
        "https://127.0.0.1/        | max-age=100",
        "https://[::1]/            | max-age=100",
        "https://a.example/        | max-age=x",
        "https://a.example/        | includeSubDomains",
        "https://a.example/        | max-age=0",
      })
  void nothing_is_learnt_otherwise(String uri, String value) {
    assertThat(learn(uri, value)).isSameAs(HstsStore.empty());
  }

  @Test
  void the_first_field_alone_counts() {
    Uri uri = Uri.of("https://a.example/");
    Headers two =
        Headers.of(
            "Strict-Transport-Security", "max-age=5", "Strict-Transport-Security", "max-age=0");
    assertThat(HstsStore.empty().learnt(uri, two, NOW).size()).isOne();
    Headers wrong =
        Headers.of("Strict-Transport-Security", "x", "Strict-Transport-Security", "max-age=5");
    assertThat(HstsStore.empty().learnt(uri, wrong, NOW).size()).isZero();
    assertThat(HstsStore.empty().learnt(uri, Headers.empty(), NOW).size()).isZero();
  }

  @Test
  void what_is_said_again_takes_the_place_of_what_was_said() {
    Uri uri = Uri.of("https://all.example/");
    HstsStore shorter = STORE.learnt(uri, field("max-age=10"), NOW);
    assertThat(shorter.knows("www.all.example", NOW)).isFalse();
    assertThat(shorter.knows("all.example", NOW.plusSeconds(9))).isTrue();
    assertThat(shorter.knows("all.example", NOW.plusSeconds(10))).isFalse();
    assertThat(shorter.size()).isEqualTo(STORE.size());
  }

  @Test
  void a_max_age_of_zero_takes_it_back_for_that_host_alone() {
    HstsStore store = STORE.learnt(Uri.of("https://all.example/"), field("max-age=0"), NOW);
    assertThat(store.knows("all.example", NOW)).isFalse();
    assertThat(store.knows("www.all.example", NOW)).isFalse();
    assertThat(store.size()).isEqualTo(STORE.size() - 1);
    assertThat(STORE.learnt(Uri.of("https://www.all.example/"), field("max-age=0"), NOW))
        .isSameAs(STORE);
  }

  @Test
  void a_server_that_repeats_itself_makes_a_new_store_now_and_then() {
    Uri uri = Uri.of("https://a.example/");
    HstsStore store = HstsStore.empty().learnt(uri, field("max-age=10000"), NOW);
    assertThat(store.learnt(uri, field("max-age=10000"), NOW)).isSameAs(store);
    Instant soon = NOW.plusSeconds(10);
    assertThat(store.learnt(uri, field("max-age=10000"), soon.minusNanos(1))).isSameAs(store);
    HstsStore later = store.learnt(uri, field("max-age=10000"), soon);
    assertThat(later)
        .isEqualTo(HstsStore.empty().with("a.example", false, soon.plusSeconds(10000)));
    assertThat(later.learnt(uri, field("max-age=10000"), NOW)).isEqualTo(store);
    assertThat(store.learnt(uri, field("max-age=10000; includeSubDomains"), NOW))
        .isEqualTo(HstsStore.empty().with("a.example", true, NOW.plusSeconds(10000)));
  }

  @Test
  void a_host_can_be_forgotten() {
    assertThat(STORE.without("all.example").knows("all.example", NOW)).isFalse();
    assertThat(STORE.without("all.example.").size()).isEqualTo(STORE.size() - 1);
    assertThat(STORE.without("www.all.example")).isSameAs(STORE);
  }

  @Test
  void of_too_many_hosts_the_one_that_expires_first_is_forgotten() {
    HstsStore store = HstsStore.empty();
    for (int i = 0; i < HstsStore.MOST; i++) {
      store = store.with("h" + i + ".example", false, LATER.plusSeconds(i));
    }
    assertThat(store.size()).isEqualTo(HstsStore.MOST);
    assertThat(store.with("h1.example", true, LATER).size()).isEqualTo(HstsStore.MOST);
    HstsStore more = store.with("new.example", false, NOW.plusSeconds(1));
    assertThat(more.size()).isEqualTo(HstsStore.MOST);
    assertThat(more.knows("new.example", NOW)).isTrue();
    assertThat(more.knows("h0.example", NOW)).isFalse();
    assertThat(more.knows("h1.example", NOW)).isTrue();
    HstsStore evenMore = more.with("newer.example", false, LATER);
    assertThat(evenMore.knows("new.example", NOW)).isFalse();
    assertThat(evenMore.knows("h1.example", NOW)).isTrue();
  }

  @Test
  void a_store_does_not_tell_whom_somebody_visits() {
    assertThat(STORE).hasToString("4 hosts");
    assertThat(STORE).isNotEqualTo(HstsStore.empty()).isNotEqualTo("4 hosts");
  }

  @Test
  void the_longest_time_can_be_added_to_any_date() {
    Instant late = Instant.parse("9999-12-31T23:59:59Z");
    HstsStore store =
        HstsStore.empty()
            .learnt(Uri.of("https://a.example/"), field("max-age=99999999999999"), late);
    assertThat(store.knows("a.example", late.plus(Duration.ofDays(36_499)))).isTrue();
  }

  private static HstsStore learn(String uri, String value) {
    return HstsStore.empty().learnt(Uri.of(uri), field(value), NOW);
  }

  private static Headers field(String value) {
    return Headers.of("Strict-Transport-Security", value);
  }
}
