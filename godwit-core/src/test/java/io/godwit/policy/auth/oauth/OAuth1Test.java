package io.godwit.policy.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.http.Body;
import io.godwit.http.HttpFailure;
import io.godwit.http.InvalidMessage;
import io.godwit.http.MediaType;
import io.godwit.http.Method;
import io.godwit.http.Origin;
import io.godwit.http.Request;
import io.godwit.http.Response;
import io.godwit.http.Uri;
import io.godwit.policy.auth.AuthContext;
import io.godwit.policy.auth.AuthFlow;
import io.godwit.policy.auth.AuthRole;
import io.godwit.policy.auth.AuthStep;
import io.godwit.tests.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signer of OAuth 1 against the vectors of RFC 5849 and those that servers publish. */
final class OAuth1Test {
  private static final MediaType FORM = MediaType.of("application/x-www-form-urlencoded");
  private static final OAuth1 PRINTER =
      OAuth1.hmacSha1("dpf43f3p2l4k3l03", "kd94hf93k423kf44").withRealm("Photos").withoutVersion();

  @Test
  @Row("P39")
  void the_photos_of_rfc_5849_section_1_2_are_signed_as_printed_there() throws Exception {
    Request initiate = post("https://photos.example.net/initiate");
    assertThat(
            field(
                PRINTER
                    .withCallback("http://printer.example.com/ready")
                    .signed(initiate, "wIjqoS", 137131200)))
        .startsWith("OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", ")
        .contains("oauth_callback=\"http%3A%2F%2Fprinter.example.com%2Fready\"")
        .contains("oauth_timestamp=\"137131200\", oauth_nonce=\"wIjqoS\"")
        .endsWith(", oauth_signature=\"74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D\"")
        .doesNotContain("kd94hf93k423kf44");

    OAuth1 temporary = PRINTER.withToken(new OAuth1Token("hh5s93j4hdidpola", "hdhd0244k9j7ao03"));
    assertThat(
            field(
                temporary
                    .withVerifier("hfdp7dh39dks9884")
                    .signed(post("https://photos.example.net/token"), "walatlh", 137131201)))
        .contains("oauth_token=\"hh5s93j4hdidpola\"", "oauth_verifier=\"hfdp7dh39dks9884\"")
        .endsWith("oauth_signature=\"gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D\"");

    OAuth1 jane = PRINTER.withToken(new OAuth1Token("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
    String photo = "http://photos.example.net/photos?file=vacation.jpg&size=original";
    assertThat(field(jane.signed(get(photo), "chapoH", 137131202)))
        .endsWith("oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"");
  }

  @Test
  @Row("P39")
  void the_base_string_is_that_of_rfc_5849_section_3_4_1_1() throws Exception {
    Request request =
        post("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b")
            .withHeader("Content-Type", "application/x-www-form-urlencoded")
            .withBody(Body.bytes("c2&a3=2+q".getBytes(StandardCharsets.US_ASCII)));
    List<Parameter> protocol =
        List.of(
            Parameter.of("oauth_consumer_key", "9djdj82h48djs9d2"),
            Parameter.of("oauth_token", "kkk9d7dh3k39sjv7"),
            Parameter.of("oauth_signature_method", "HMAC-SHA1"),
            Parameter.of("oauth_timestamp", "137131201"),
            Parameter.of("oauth_nonce", "7d8f3e4a"));
    String expected =
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q"
            + "%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_"
            + "key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_m"
            + "ethod%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk"
            + "9d7dh3k39sjv7";
    assertThat(SignedText.of(request, protocol)).isEqualTo(expected);
    assertThat(SignedText.of(request.withHeader("Host", "Example.com:80"), protocol))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, tnnArxj06cWHq44gCs1OSKk%2FjLY%3D", "1.1, hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"})
  void a_tweet_is_signed_as_its_documentation_says(String version, String signature)
      throws Exception {
    String uri = "https://api.twitter.com/" + version + "/statuses/update.json";
    String status = "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21";
    Request request =
        post(uri + "?include_entities=true")
            .withBody(Body.bytes(status.getBytes(StandardCharsets.US_ASCII)).withType(FORM));
    OAuth1 user =
        OAuth1.hmacSha1("xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw")
            .withToken(
                new OAuth1Token(
                    "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
                    "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"));
    assertThat(
            field(user.signed(request, "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", 1318622958)))
        .contains("oauth_version=\"1.0\"")
        .endsWith("oauth_signature=\"" + signature + "\"");
  }

  /** The vectors of the wiki of oauth.net, with the key that is printed there. */
  @Test
  void the_test_cases_of_oauth_net_come_out() throws Exception {
    OAuth1 hmac =
        OAuth1.hmacSha1("dpf43f3p2l4k3l03", "kd94hf93k423kf44")
            .withToken(new OAuth1Token("nnch734d00sl2jdk", "pfkkdhi9sl3r4s00"));
    String uri = "http://photos.example.net/photos?size=original&file=vacation.jpg";
    assertThat(field(hmac.signed(get(uri), "kllo9940pd9333jh", 1191242096)))
        .endsWith("oauth_signature=\"tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D\"");

    Request request = get("http://photos.example.net/photos?file=vacaction.jpg&size=original");
    assertThat(
            field(
                OAuth1.rsaSha1("dpf43f3p2l4k3l03", testKey())
                    .signed(request, "13917289812797014437", 1196666512)))
        .endsWith(
            "oauth_signature=\"jvTp%2FwX1TYtByB1m%2BPbyo0lnCOLIsyGCH7wke8AUs3BpnwZJtAuEJkvQL2%2F"
                + "9n4s5wUmUl4aCI4BwpraNx4RtEXMe5qg5T1LVTGliMRpKasKsW%2F%2Fe%2BRinhejgCuzoH26dyF8"
                + "iY2ZZ%2F5D1ilgeijhV%2FvBka5twt399mXwaYdCwFYE%3D\"");
  }

  @Test
  void sha_256_signs_with_either_kind_of_key() throws Exception {
    Request request = get("https://a.example/");
    OAuth1 rsa = OAuth1.rsaSha256("c", testKey());
    String field = field(rsa.signed(request, "n", 1));
    String base =
        "GET&https%3A%2F%2Fa.example%2F&oauth_consumer_key%3Dc%26oauth_nonce%3Dn"
            + "%26oauth_signature_method%3DRSA-SHA256%26oauth_timestamp%3D1%26oauth_version%3D1.0";
    java.security.Signature signature = java.security.Signature.getInstance("SHA256withRSA");
    signature.initSign(testKey());
    signature.update(base.getBytes(StandardCharsets.US_ASCII));
    String expected = Base64.getEncoder().encodeToString(signature.sign());
    assertThat(field).endsWith("oauth_signature=\"" + Parameter.encoded(expected) + "\"");

    // openssl dgst -sha256 -hmac 's&t' over the base string with HMAC-SHA256 and the token
    OAuth1 hmac = OAuth1.hmacSha256("c", "s").withToken(new OAuth1Token("k", "t"));
    assertThat(field(hmac.signed(request, "n", 1)))
        .contains("oauth_signature_method=\"HMAC-SHA256\"")
        .endsWith("oauth_signature=\"YqYUDGtQVEgpCw%2FGoO3PIQle%2FueoJVcB6IEKSIhtzUo%3D\"");
  }

  @Test
  void a_key_that_cannot_sign_is_the_callers_mistake() throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance("EC");
    OAuth1 signer = OAuth1.rsaSha1("c", generator.generateKeyPair().getPrivate());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> signer.signed(get("https://a.example/"), "n", 1))
        .withMessage("the key cannot sign with RSA-SHA1");
  }

  /** The examples of the extension oauth_body_hash, draft 4, appendix A. */
  @Test
  void a_body_hash_is_that_of_its_draft() throws Exception {
    OAuth1 signer =
        OAuth1.hmacSha1("consumer", "consumer_secret")
            .withToken(new OAuth1Token("token", "token_secret"))
            .withBodyHash();
    Request put =
        Request.of(Method.PUT, Uri.of("http://www.example.com/resource"))
            .withBody(Body.text("Hello World!"));
    assertThat(field(signer.signed(put, "10369470270925", 1236874236)))
        .contains("oauth_body_hash=\"Lve95gjOVATpfV8EL5X4nxwjKHE%3D\"");
    Request get = get("http://www.example.com/resource");
    assertThat(field(signer.signed(get, "8628868109991", 1238395022)))
        .contains("oauth_body_hash=\"2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D\"");
    Request form = put.withBody(Body.bytes(new byte[0]).withType(FORM));
    assertThat(field(signer.signed(form, "n", 1))).doesNotContain("oauth_body_hash");
    assertThat(field(OAuth1.hmacSha256("c", "s").withBodyHash().signed(put, "n", 1)))
        .contains("oauth_body_hash=\"f4OxZX%2Fx%2FFO5LcGBSKHWXfwtSx%2Bj1ncoSt3SABJtkGk%3D\"");
    Request file = put.withBody(Body.file(Path.of("film.mp4")));
    assertThatExceptionOfType(HttpFailure.Unsupported.class)
        .isThrownBy(() -> signer.signed(file, "n", 1));
    assertThat(field(OAuth1.plaintext("c", "s").withBodyHash().signed(secure(put), "n", 1)))
        .contains("oauth_body_hash=\"Lve95gjOVATpfV8EL5X4nxwjKHE%3D\"");
  }

  @Test
  void plaintext_is_the_secrets_and_goes_over_https_only() throws Exception {
    OAuth1 signer = OAuth1.plaintext("c", "a&b").withToken(new OAuth1Token("t", "ü"));
    assertThat(field(signer.signed(get("https://a.example/"), "n", 1)))
        .endsWith("oauth_signature=\"a%2526b%26%25C3%25BC\"");
    assertThat(field(signer.signed(get("http://127.0.0.1:81/"), "n", 1))).contains("PLAINTEXT");
    assertThatExceptionOfType(HttpFailure.Refused.class)
        .isThrownBy(() -> signer.signed(get("http://a.example/"), "n", 1))
        .withMessage("refused: OAuth 1 PLAINTEXT over http");
    assertThat(field(signer.withPlainHttp().signed(get("http://a.example/"), "n", 1)))
        .contains("PLAINTEXT");
    assertThatExceptionOfType(InvalidMessage.class)
        .isThrownBy(() -> signer.withPlacement(OAuth1Placement.QUERY));
  }

  @Test
  @Row("P39")
  void the_parameters_go_into_the_field_the_query_or_the_form() throws Exception {
    Request request = get("http://a.example/p?b=2&a=1");
    OAuth1 signer = OAuth1.hmacSha1("c", "s");
    String signature = signature(field(signer.signed(request, "n", 1)));

    Request byQuery = signer.withPlacement(OAuth1Placement.QUERY).signed(request, "n", 1);
    String protocol =
        "oauth_consumer_key=c&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1&oauth_nonce=n"
            + "&oauth_version=1.0&oauth_signature="
            + signature;
    assertThat(byQuery.uri().text()).isEqualTo("http://a.example/p?b=2&a=1&" + protocol);
    assertThat(byQuery.headers().isEmpty()).isTrue();
    assertThat(queried(signer, "http://a.example/p?")).startsWith("http://a.example/p?oauth_");
    assertThat(queried(signer, "http://a.example/p")).startsWith("http://a.example/p?oauth_");

    OAuth1 byForm = signer.withPlacement(OAuth1Placement.FORM);
    Body form = Body.bytes(new byte[] {'x', '=', (byte) 0xFF}).withType(FORM);
    Request formed = byForm.signed(post("http://a.example/").withBody(form), "n", 1);
    assertThat(text(formed.body())).startsWith("x=\u00FF&oauth_consumer_key=c&");
    assertThat(formed.body().type()).contains(FORM);
    Request empty = byForm.signed(post("http://a.example/"), "n", 1);
    assertThat(text(empty.body())).startsWith("oauth_consumer_key=c&oauth_signature_method=");
    assertThat(empty.body().type()).contains(FORM);
    assertThat(empty.header("Content-Type")).contains("application/x-www-form-urlencoded");
  }

  @Test
  void content_that_is_no_form_in_memory_takes_no_parameters() {
    OAuth1 signer = OAuth1.hmacSha1("c", "s").withPlacement(OAuth1Placement.FORM);
    Request post = post("http://a.example/");
    for (Body body :
        List.of(
            Body.text("text"),
            Body.text(""),
            Body.bytes(new byte[1]),
            Body.file(Path.of("form")).withType(FORM),
            Body.file(Path.of("form")))) {
      assertThatExceptionOfType(HttpFailure.Unsupported.class)
          .isThrownBy(() -> signer.signed(post.withBody(body), "n", 1));
    }
    Request file = post.withBody(Body.file(Path.of("form")).withType(FORM));
    assertThatExceptionOfType(HttpFailure.Unsupported.class)
        .as("its pairs should be signed")
        .isThrownBy(() -> OAuth1.hmacSha1("c", "s").signed(file, "n", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'&&', ''",
    "a, a=",
    "a=b=c, a=b%3Dc",
    "=b, =b",
    "a=%, a=%25",
    "a=%4, a=%254",
    "a=%4g, a=%254g",
    "a=%g4, a=%25g4",
    "a=%7e%41+%2b, a=~A%20%2B",
    "a=\u00FF, a=%FF",
    "a=%ff%0a, a=%FF%0A"
  })
  void a_form_is_encoded_again_octet_by_octet(String form, String expected) {
    assertThat(Parameter.form(Parameter.parse(form))).isEqualTo(expected);
  }

  @Test
  void only_letters_digits_and_four_more_stand_bare() {
    assertThat(Parameter.encoded("azAZ09-._~")).isEqualTo("azAZ09-._~");
    assertThat(Parameter.encoded("`{@[/:*+ &=")).isEqualTo("%60%7B%40%5B%2F%3A%2A%2B%20%26%3D");
    assertThat(Parameter.encoded("é€𝄞!")).isEqualTo("%C3%A9%E2%82%AC%F0%9D%84%9E%21");
    assertThatExceptionOfType(InvalidMessage.class).isThrownBy(() -> Parameter.encoded("a\uD834b"));
  }

  @Test
  void pairs_are_sorted_by_name_and_then_by_value() throws Exception {
    String base = SignedText.of(get("http://a.example/?z=2&a=b&a=a&z=10&aa=1&a"), List.of());
    assertThat(base).endsWith("&a%3D%26a%3Da%26a%3Db%26aa%3D1%26z%3D10%26z%3D2");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example:8080/x, , http%3A%2F%2Fa.example%3A8080%2Fx",
    "https://a.example:443/x, , https%3A%2F%2Fa.example%2Fx",
    "https://a.example/x, B.example:443, https%3A%2F%2Fb.example%2Fx",
    "https://a.example/x, b.example:80, https%3A%2F%2Fb.example%3A80%2Fx",
    "http://a.example/x, b.example:443, http%3A%2F%2Fb.example%3A443%2Fx",
    "http://[::80]/x, , http%3A%2F%2F%5B%3A%3A80%5D%2Fx"
  })
  void the_host_is_that_of_the_request_without_a_default_port(
      String uri, String host, String expected) throws Exception {
    Request request = get(uri);
    if (host != null) {
      request = request.withHeader("Host", host);
    }
    assertThat(SignedText.of(request.withMethod(Method.of("get")), List.of()))
        .isEqualTo("GET&" + expected + "&");
  }

  @Test
  void the_type_in_the_field_wins_over_that_of_the_body() throws Exception {
    Request form = post("http://a.example/").withBody(Body.text("a=b").withType(FORM));
    assertThat(SignedText.of(form, List.of())).endsWith("&a%3Db");
    assertThat(SignedText.of(form.withHeader("Content-Type", "text/plain"), List.of()))
        .endsWith("%2F&");
    assertThat(SignedText.of(form.withHeader("Content-Type", "?"), List.of())).endsWith("%2F&");
  }

  @Test
  void what_is_set_twice_is_there_once() throws Exception {
    OAuth1 signer = OAuth1.hmacSha1("c", "s").withCallback("a").withCallback("b");
    String field = field(signer.signed(get("http://a/"), "n", 1));
    assertThat(field).contains("oauth_callback=\"b\"", "oauth_version=\"1.0\"");
    assertThat(field).doesNotContain("oauth_callback=\"a\"");
    assertThat(field(signer.withoutVersion().signed(get("http://a/"), "n", 1)))
        .contains("oauth_callback=\"b\"")
        .doesNotContain("oauth_version");
  }

  @Test
  void the_realm_is_quoted_and_not_signed() throws Exception {
    OAuth1 signer = OAuth1.hmacSha1("c", "s");
    String field = field(signer.withRealm(" a\"b\\c~").signed(get("http://a/"), "n", 1));
    assertThat(field).startsWith("OAuth realm=\" a\\\"b\\\\c~\", oauth_consumer_key=\"c\"");
    assertThat(signature(field))
        .isEqualTo(signature(field(signer.signed(get("http://a/"), "n", 1))));
    for (String realm : List.of("a\r\nb", "\u007F", "é")) {
      assertThatExceptionOfType(InvalidMessage.class).isThrownBy(() -> signer.withRealm(realm));
    }
  }

  @Test
  void each_sending_has_its_own_nonce_and_the_time_of_the_wall() {
    AuthContext context = Flows.context("http://a.example/");
    OAuth1 signer = OAuth1.hmacSha1("c", "s");
    String first = begin(signer.flow(context));
    String second = begin(signer.flow(context));
    assertThat(first)
        .contains("oauth_timestamp=\"" + Flows.NOW.wall().getEpochSecond() + "\"")
        .containsPattern("oauth_nonce=\"[0-9a-f]{32}\"");
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void a_refused_signature_is_not_sent_again() {
    AuthContext context = Flows.context("http://a.example/");
    AuthFlow flow = OAuth1.hmacSha1("c", "s").flow(context);
    Request request = get("http://a.example/");
    assertThat(flow.answered(request, Response.of(401), Flows.NOW))
        .isInstanceOf(AuthStep.GiveUp.class);
    assertThat(flow.answered(request, Response.of(200), Flows.NOW))
        .isInstanceOf(AuthStep.Accept.class);
    assertThat(OAuth1.plaintext("c", "s").flow(context).begin(request, Flows.NOW))
        .isInstanceOf(AuthStep.Fail.class);
    AuthContext proxy =
        new AuthContext(
            AuthRole.PROXY, new Origin("http", "p", 1), context.memory(), context.entropy());
    assertThat(OAuth1.hmacSha1("c", "s").flow(proxy).begin(request, Flows.NOW))
        .isInstanceOf(AuthStep.Fail.class);
  }

  @Test
  void the_three_legs_are_read() throws Exception {
    OAuth1Token temporary =
        OAuth1Token.temporary(
            "oauth_token=hh5s%20&oauth_token_secret=hd%2Bh&oauth_callback_confirmed=true\n");
    assertThat(temporary).isEqualTo(new OAuth1Token("hh5s ", "hd+h"));
    assertThat(temporary.authorization(Uri.of("https://a.example/ok?x=1")).text())
        .isEqualTo("https://a.example/ok?x=1&oauth_token=hh5s%20");
    assertThat(temporary.verifier(Uri.of("http://b/ready?oauth_token=hh5s+&oauth_verifier=v")))
        .isEqualTo("v");
    assertThat(OAuth1Token.received("oauth_token=t&oauth_token_secret=&user_id=7&&x"))
        .isEqualTo(new OAuth1Token("t", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oauth_token=a&oauth_token_secret=b",
        "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=false",
        "oauth_token=a&oauth_callback_confirmed=true",
        "oauth_token_secret=a&oauth_callback_confirmed=true",
        "oauth_token=a&oauth_token=b&oauth_token_secret=b&oauth_callback_confirmed=true",
        "oauth_token=%zz&oauth_token_secret=b&oauth_callback_confirmed=true"
      })
  void a_temporary_token_that_is_not_whole_is_refused(String content) {
    assertThatExceptionOfType(HttpFailure.NoToken.class)
        .isThrownBy(() -> OAuth1Token.temporary(content));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://b/",
        "http://b/?oauth_token=t",
        "http://b/?oauth_token=u&oauth_verifier=v"
      })
  void a_redirect_about_something_else_is_refused(String redirect) {
    assertThatExceptionOfType(HttpFailure.NoToken.class)
        .isThrownBy(() -> new OAuth1Token("t", "s").verifier(Uri.of(redirect)));
  }

  @Test
  void no_secret_is_shown() throws Exception {
    OAuth1Token token = new OAuth1Token("t", "SECRET");
    assertThat(token).hasToString("OAuth 1 token \"t\"");
    assertThat(OAuth1.plaintext("c", "SECRET").withToken(token))
        .hasToString("OAuth 1 as \"c\" with PLAINTEXT");
    assertThat(OAuth1.hmacSha1("c", "SECRET")).hasToString("OAuth 1 as \"c\" with HMAC-SHA1");
    assertThat(OAuth1.rsaSha1("c", testKey())).hasToString("OAuth 1 as \"c\" with RSA-SHA1");
    assertThat(Parameter.of("a", "SECRET")).hasToString("a=***");
  }

  private static String queried(OAuth1 signer, String uri) throws HttpFailure {
    return signer.withPlacement(OAuth1Placement.QUERY).signed(get(uri), "n", 1).uri().text();
  }

  private static String begin(AuthFlow flow) {
    return Flows.sent(flow.begin(get("http://a.example/"), Flows.NOW))
        .header("Authorization")
        .orElseThrow();
  }

  private static String signature(String field) {
    return field.substring(field.lastIndexOf("=\"") + 2, field.length() - 1);
  }

  private static String field(Request request) {
    return request.header("Authorization").orElseThrow();
  }

  private static String text(Body body) throws Exception {
    return new String(body.bytes(1000), StandardCharsets.ISO_8859_1);
  }

  private static Request secure(Request request) {
    return request.withUri(Uri.of("https://a.example/"));
  }

  private static Request get(String uri) {
    return Request.of(Method.GET, Uri.of(uri));
  }

  private static Request post(String uri) {
    return Request.of(Method.POST, Uri.of(uri));
  }

  private static PrivateKey testKey() throws Exception {
    String key =
        "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBALRiMLAh9iimur8VA7qVvdqxevEuUkW4K+2KdMXm"
            + "nQbG9Aa7k7eBjK1S+0LYmVjPKlJGNXHDGuy5Fw/d7rjVJ0BLB+ubPK8iA/Tw3hLQgXMRRGRXXCn8ikfuQf"
            + "jUS1uZSatdLB81mydBETlJhI6GH4twrbDJCR2Bwy/XWXgqgGRzAgMBAAECgYBYWVtleUzavkbrPjy0T5FM"
            + "ou8HX9u2AC2ry8vD/l7cqedtwMPp9k7TubgNFo+NGvKsl2ynyprOZR1xjQ7WgrgVB+mmuScOM/5HVceFuG"
            + "RDhYTCObE+y1kxRloNYXnx3ei1zbeYLPCHdhxRYW7T0qcynNmwrn05/KO2RLjgQNalsQJBANeA3Q4Nugqy"
            + "4QBUCEC09SqylT2K9FrrItqL2QKc9v0ZzO2uwllCbg0dwpVuYPYXYvikNHHg+aCWF+VXsb9rpPsCQQDWR9"
            + "TT4ORdzoj+NccnqkMsDmzt0EfNaAOwHOmVJ2RVBspPcxt5iN4HI7HNeG6U5YsFBb+/GZbgfBT3kpNGWPTp"
            + "AkBI+gFhjfJvRw38n3g/+UeAkwMI2TJQS4n8+hid0uus3/zOjDySH3XHCUnocn1xOJAyZODBo47E+67R4j"
            + "V1/gzbAkEAklJaspRPXP877NssM5nAZMU0/O/NGCZ+3jPgDUno6WbJn5cqm8MqWhW1xGkImgRk+fkDBqui"
            + "q4gPiT898jusgQJAd5Zrr6Q8AO/0isr/3aa6O6NLQxISLKcPDk2NOccAfS/xOtfOz4sJYM3+Bs4Io9+dZG"
            + "SDCA54Lw03eHTNQghS0A==";
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
  }
}
