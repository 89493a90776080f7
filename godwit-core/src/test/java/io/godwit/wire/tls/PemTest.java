package io.godwit.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM texts (RFC 7468) and what stands in them. */
final class PemTest {
  private static final String BLOCK = "-----BEGIN X-----\nAQID\n-----END X-----\n";

  @Test
  void blocks_are_found_among_what_is_for_people() {
    List<Pem> blocks =
        Pem.parse(
            "Subject: CN=a\n"
                + BLOCK
                + "\nbetween: -----\n-----END Y-----\n"
                + "-----BEGIN LONG NAME-----\nBAUG\nBwg=\n-----END LONG NAME-----");
    assertThat(blocks).extracting(Pem::label).containsExactly("X", "LONG NAME");
    assertThat(blocks.get(0).content()).containsExactly(1, 2, 3);
    assertThat(blocks.get(1).content()).containsExactly(4, 5, 6, 7, 8);
    assertThat(blocks).allSatisfy(block -> assertThat(block.dekInfo()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN X-----\r\nAQID\r\n-----END X-----\r\n",
        "-----BEGIN X-----\rAQID\r-----END X-----\r",
        "  -----BEGIN X-----  \n\tAQ\nID \n\n -----END X-----\t",
        "-----BEGIN X-----\nA\nQ\nI\nD\n-----END X-----",
      })
  void white_space_and_the_ends_of_lines_do_not_matter(String text) {
    assertThat(Pem.parse(text))
        .singleElement()
        .satisfies(block -> assertThat(block.content()).containsExactly(1, 2, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no block",
        "-----BEGIN X----",
        "----BEGIN X-----",
        "-----BEGIN ----",
        "-----BEGIN-----",
        "x -----BEGIN X-----",
        "-----BEGIN X----- x",
      })
  void what_does_not_begin_like_a_block_is_none(String text) {
    assertThat(Pem.parse(text)).isEmpty();
  }

  @Test
  void a_block_may_have_no_label_and_no_content() {
    assertThat(Pem.parse("-----BEGIN -----\n-----END -----"))
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.label()).isEmpty();
              assertThat(block.content()).isEmpty();
            });
  }

  @Test
  void the_fields_of_an_encrypted_key_are_told_from_its_content() {
    Pem block =
        Pem.parse(
                """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info:  AES-256-CBC,00FF
                X-Long: begins
                 and goes on

                AQID
                -----END RSA PRIVATE KEY-----
                """)
            .getFirst();
    assertThat(block.dekInfo()).contains("AES-256-CBC,00FF");
    assertThat(block.content()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-----BEGIN X-----;AQID | begins in line 1 does not end",
        "a;-----BEGIN X-----;AQID;-----END Y----- | begins in line 2 does not end before line 4",
        "-----BEGIN X-----;-----BEGIN X-----;-----END X----- | does not end before line 2",
        "-----BEGIN X-----;A-ID;-----END X----- | begins in line 1 is no base64",
        "-----BEGIN X-----;AQID;a: b;-----END X----- | begins in line 1 is no base64",
      })
  void a_malformed_block_is_refused_by_its_line(String text, String reason) {
    assertThatThrownBy(() -> Pem.parse(text.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("A-ID")
        .hasNoCause();
  }

  @Test
  void there_are_only_so_many_blocks() {
    assertThat(Pem.parse(BLOCK.repeat(Pem.MOST_BLOCKS))).hasSize(Pem.MOST_BLOCKS);
    String more = BLOCK.repeat(Pem.MOST_BLOCKS + 1);
    assertThatThrownBy(() -> Pem.parse(more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 10000 PEM blocks");
  }

  @Test
  void a_text_has_only_so_many_characters() {
    String most = " ".repeat(Pem.MOST_CHARACTERS);
    assertThat(Pem.parse(most)).isEmpty();
    assertThatThrownBy(() -> Pem.parse(most + " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777217 characters");
  }

  @Test
  void the_content_is_not_shown() {
    assertThat(Pem.parse(BLOCK).getFirst()).hasToString("X of 3 bytes");
  }
}
