package io.godwit.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Body;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Uri;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
  private static Request to(String uri, Method method) {
    return Request.of(method, Uri.of(uri));
  }

  private static CacheKey query(String type, String content) {
    Request request =
        to("http://a/", Method.QUERY)
            .withBody(Body.bytes(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .withHeader("X", "1");
    return CacheKey.of(type.isEmpty() ? request : request.withHeader("Content-Type", type))
        .orElseThrow();
  }

  @Test
  void get_and_head_share_the_uri_without_what_is_not_sent() {
    CacheKey key = CacheKey.of(to("http://me:pw@A:80/b/../c?d#e", Method.GET)).orElseThrow();
    assertThat(key).isEqualTo(new CacheKey(Uri.of("http://a/c?d"), ""));
    assertThat(CacheKey.of(to("http://a/c?d", Method.HEAD))).contains(key);
    assertThat(CacheKey.of(to("https://a/c?d", Method.GET)).orElseThrow()).isNotEqualTo(key);
    assertThat(CacheKey.of(to("http://a/c?D", Method.GET)).orElseThrow()).isNotEqualTo(key);
    assertThat(key.method()).isEqualTo(Method.GET);
  }

  @Test
  void a_query_is_known_by_its_content_and_how_that_is_read() {
    CacheKey key = query("text/a", "one");
    assertThat(query("text/a", "one")).isEqualTo(key);
    assertThat(query("text/a", "two")).isNotEqualTo(key);
    assertThat(query("text/b", "one")).isNotEqualTo(key);
    assertThat(query("", "text/aone")).isNotEqualTo(query("text/a", "one"));
    assertThat(query("", "")).isNotEqualTo(CacheKey.of(to("http://a/", Method.GET)).orElseThrow());
    assertThat(key.method()).isEqualTo(Method.QUERY);
  }

  @Test
  void other_methods_and_content_that_cannot_be_known_have_no_key() {
    assertThat(CacheKey.of(to("http://a/", Method.POST))).isEmpty();
    assertThat(CacheKey.of(to("http://a/", Method.of("get")))).isEmpty();
    assertThat(CacheKey.of(to("http://a/", Method.GET).withBody(Body.text("x")))).isEmpty();
    Body stream = Body.stream(new ByteArrayInputStream(new byte[3]));
    assertThat(CacheKey.of(to("http://a/", Method.QUERY).withBody(stream))).isEmpty();
  }
}
