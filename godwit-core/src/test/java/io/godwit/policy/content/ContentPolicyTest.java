package io.godwit.policy.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Headers;
import io.godwit.http.Method;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentPolicyTest {
  private static final ContentPolicy POLICY = ContentPolicy.decoding(Set.of("gzip", "deflate"));
  private static final Request GET = Request.of(Method.GET, Uri.of("http://a.example/"));
  private static final byte[] SHA_256 = digest("SHA-256");
  private static final byte[] SHA_512 = digest("SHA-512");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                     | gzip",
        "GZIP                     | gzip",
        "x-gzip                   | gzip",
        "deflate, gzip            | gzip deflate",
        "deflate ,, identity,gzip | gzip deflate",
        "identity                 | ''",
        "''                       | ''",
        "br                       | ''",
        "br, gzip                 | ''",
        "gzip, br                 | ''",
        "gzip;q=1                 | ''",
      })
  void codings_are_undone_from_the_last_to_the_first_all_or_none(String field, String undone) {
    Response response = Response.of(200).withHeader("Content-Encoding", field);
    assertThat(String.join(" ", POLICY.plan(GET, response).codings())).isEqualTo(undone);
    assertThat(ContentPolicy.raw().plan(GET, response)).isEqualTo(BodyPlan.asItIs());
  }

  @Test
  void two_fields_are_one_list() {
    Headers fields = Headers.of("Content-Encoding", "deflate", "Content-Encoding", "gzip");
    assertThat(POLICY.plan(GET, Response.of(200).withHeaders(fields)).codings())
        .containsExactly("gzip", "deflate");
  }

  @Test
  void what_is_left_coded_is_said() {
    Response brotli = Response.of(200).withHeader("Content-Encoding", "br, gzip");
    assertThat(POLICY.plan(GET, brotli).remark())
        .hasValue("content in coding br, gzip is passed on as it is");
    Response gzip = Response.of(200).withHeader("Content-Encoding", "gzip");
    assertThat(POLICY.plan(GET, gzip).remark()).isEmpty();
    Response identity = Response.of(200).withHeader("Content-Encoding", "identity");
    assertThat(POLICY.plan(GET, identity).remark()).isEmpty();
    Response none = Response.of(200);
    assertThat(POLICY.plan(GET, none).remark()).isEmpty();
    assertThat(ContentPolicy.raw().plan(GET, gzip).remark()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void a_response_without_content_has_nothing_to_undo(int status) {
    Headers fields = Headers.of("Content-Encoding", "gzip", "Content-Digest", sha256());
    Response response = Response.of(status).withHeaders(fields);
    assertThat(POLICY.plan(GET, response).isAsItIs()).isTrue();
    Response ok = Response.of(200).withHeaders(fields);
    assertThat(POLICY.plan(GET.withMethod(Method.HEAD), ok).isAsItIs()).isTrue();
    assertThat(POLICY.plan(GET, ok).isAsItIs()).isFalse();
  }

  @Test
  void a_part_of_a_representation_is_not_decoded_and_only_checked_by_its_own_digest() {
    Headers fields =
        Headers.of("Content-Encoding", "gzip", "Content-Digest", sha256(), "Repr-Digest", sha256());
    BodyPlan part = POLICY.plan(GET, Response.of(206).withHeaders(fields));
    assertThat(part.codings()).isEmpty();
    assertThat(part.digests())
        .containsExactly(new ContentDigest("Content-Digest", "SHA-256", SHA_256));
    BodyPlan whole = POLICY.plan(GET, Response.of(200).withHeaders(fields));
    assertThat(whole.codings()).containsExactly("gzip");
    assertThat(whole.digests())
        .containsExactly(
            new ContentDigest("Content-Digest", "SHA-256", SHA_256),
            new ContentDigest("Repr-Digest", "SHA-256", SHA_256));
  }

  @Test
  void digests_are_checked_unless_that_is_not_wanted() {
    Response response = Response.of(200).withHeader("Repr-Digest", sha256());
    assertThat(ContentPolicy.raw().plan(GET, response).digests()).hasSize(1);
    assertThat(POLICY.withDigests(false).plan(GET, response)).isEqualTo(BodyPlan.asItIs());
    assertThat(POLICY.withDigests(false).withDigests(true).plan(GET, response).digests())
        .hasSize(1);
    assertThat(POLICY.withCodings(Set.of()).decodes()).isFalse();
    assertThat(POLICY.withCodings(Set.of("br")).decodes()).isTrue();
    assertThat(POLICY.withCodings(Set.of()).plan(GET, response).digests()).hasSize(1);
  }

  @Test
  void digests_that_prove_something_are_read_and_others_passed_over() {
    assertThat(read(sha256())).containsExactly("Content-Digest SHA-256");
    assertThat(read("md5=:AAAA:, " + sha256() + ";a=1 ,sha-512=:" + base64(SHA_512) + ":"))
        .containsExactly("Content-Digest SHA-256", "Content-Digest SHA-512");
    assertThat(read("md5=:AAAA:")).isEmpty();
    assertThat(read(sha256() + ", " + sha256())).hasSize(1);
    String other = "sha-256=:" + base64(new byte[32]) + ":";
    assertThat(ContentDigest.of("D", Headers.of("D", other + "," + sha256())))
        .containsExactly(new ContentDigest("D", "SHA-256", SHA_256));
    assertThat(read("sha-256=:AAAA:")).as("of another length").isEmpty();
    assertThat(read("sha-512=:" + base64(SHA_256) + ":")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha-256",
        "sha-256=",
        "sha-256=x",
        "sha-256=:",
        "sha-256=:!!!!:",
        "sha-256=:AAAA:x",
        "=?, md5=:AAAA:",
        ""
      })
  void a_malformed_field_is_ignored_whole(String member) {
    assertThat(read(sha256() + "," + member)).isEmpty();
    assertThat(read(member)).isEmpty();
  }

  @Test
  void sixteen_digests_are_enough() {
    assertThat(read(sha256() + ",md5=:AAAA:".repeat(15))).hasSize(1);
    assertThat(read(sha256() + ",md5=:AAAA:".repeat(16))).isEmpty();
  }

  @Test
  void digests_are_compared_by_their_bytes() {
    ContentDigest one = new ContentDigest("D", "SHA-256", SHA_256);
    assertThat(one).isEqualTo(new ContentDigest("D", "SHA-256", SHA_256.clone()));
    assertThat(one).hasSameHashCodeAs(new ContentDigest("D", "SHA-256", SHA_256.clone()));
    assertThat(one).isNotEqualTo(new ContentDigest("D", "SHA-256", new byte[32]));
    assertThat(one).isNotEqualTo(new ContentDigest("E", "SHA-256", SHA_256));
    assertThat(one).isNotEqualTo(new ContentDigest("D", "SHA-512", SHA_256));
    assertThat(one.equals(null)).isFalse();
  }

  private static List<String> read(String field) {
    return ContentDigest.of("Content-Digest", Headers.of("Content-Digest", field)).stream()
        .map(ContentDigest::toString)
        .toList();
  }

  private static String sha256() {
    return "sha-256=:" + base64(SHA_256) + ":";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm).digest("content".getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
