package io.godwit.policy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.http.Request;
import io.godwit.tests.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples that the RFCs give, octet by octet. */
final class DigestVectorsTest {
  private static DigestProof proof(
      NameAndPassword login, String challenge, String cnonce, Request request) {
    DigestChallenge read =
        DigestChallenge.of(Challenge.parse(List.of(challenge)).getFirst()).orElseThrow();
    DigestSession session = DigestSession.begun(read, cnonce).used();
    return new DigestProof(
        login, session, cnonce, read.qopFor(request.body()), request.uri().target());
  }

  private static Map<String, String> answer(DigestProof proof, Request request) {
    String value = proof.attached(request, AuthRole.ORIGIN).header("Authorization").orElseThrow();
    Challenge read = Challenge.parse(List.of(value)).getFirst();
    assertThat(read.scheme()).isEqualTo("Digest");
    return read.parameters();
  }

  private static final NameAndPassword MUFASA = new NameAndPassword("Mufasa", "Circle of Life");
  private static final Request DIR = AuthRun.get("http://www.example.org/dir/index.html");
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  private static final String CHALLENGE =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s, nonce=\""
          + NONCE
          + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  @Row("P38")
  @Test
  void md5_and_sha_256_of_rfc_7616_section_3_9_1() {
    Map<String, String> md5 = answer(proof(MUFASA, CHALLENGE.formatted("MD5"), CNONCE, DIR), DIR);
    assertThat(md5)
        .containsOnly(
            Map.entry("username", "Mufasa"),
            Map.entry("realm", "http-auth@example.org"),
            Map.entry("uri", "/dir/index.html"),
            Map.entry("algorithm", "MD5"),
            Map.entry("nonce", NONCE),
            Map.entry("nc", "00000001"),
            Map.entry("cnonce", CNONCE),
            Map.entry("qop", "auth"),
            Map.entry("response", "8ca523f5e9506fed4657c9700eebdbec"),
            Map.entry("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"));
    assertThat(answer(proof(MUFASA, CHALLENGE.formatted("SHA-256"), CNONCE, DIR), DIR))
        .containsEntry(
            "response", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")
        .containsEntry("algorithm", "SHA-256");
  }

  /** As the erratum 4897 has it: the RFC itself cut SHA-512, which is not SHA-512/256. */
  @Row("P38")
  @Test
  void sha_512_256_with_userhash_of_rfc_7616_section_3_9_2_corrected() {
    Request doe = AuthRun.get("http://api.example.org/doe.json");
    NameAndPassword jason = new NameAndPassword("J\u00e4s\u00f8n Doe", "Secret, or not?");
    String challenge =
        "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
            + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
            + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8";
    String cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v";
    String response = "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5";
    assertThat(answer(proof(jason, challenge + ", userhash=true", cnonce, doe), doe))
        .containsEntry(
            "username", "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b")
        .containsEntry("response", response)
        .containsEntry("userhash", "true")
        .doesNotContainKey("username*");
    DigestProof plain = proof(jason, challenge, cnonce, doe);
    assertThat(plain.attached(doe, AuthRole.ORIGIN).header("Authorization").orElseThrow())
        .as("section 3.4: a name that is not ASCII, without userhash")
        .startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=")
        .contains("response=\"" + response + '"')
        .doesNotContain("userhash");
  }

  @Row("P38")
  @Test
  void md5_of_rfc_2617_section_3_5() {
    DigestProof proof =
        proof(
            new NameAndPassword("Mufasa", "Circle Of Life"),
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            "0a4f113b",
            DIR);
    assertThat(answer(proof, DIR))
        .containsEntry("response", "6629fae49393a05397450978507c4ef1")
        .doesNotContainKey("algorithm");
  }

  @Test
  void without_qop_as_in_rfc_2069() {
    DigestProof proof =
        proof(
            new NameAndPassword("Mufasa", "CircleOfLife"),
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            "unused",
            DIR);
    assertThat(answer(proof, DIR))
        .as("erratum 749 corrects the value of section 2.4")
        .containsEntry("response", "1949323746fe6a43ef61f9606e7febea")
        .doesNotContainKeys("qop", "nc", "cnonce", "algorithm");
  }
}
