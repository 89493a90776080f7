package io.godwit.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResponseScanTest {
  private static final String HEAD =
      "HTTP/1.1 206 Partial Content\r\nServer: x\r\nContent-Length: 1073741824\r\nETag: y\r\n\r\n";

  private final ResponseScan scan = new ResponseScan();

  @BeforeEach
  void restart() {
    scan.restart();
  }

  @Test
  void it_finds_status_length_and_the_start_of_the_body() {
    ByteBuffer bytes = bytes(HEAD + "body");

    assertThat(scan.headComplete(bytes, bytes.limit())).isTrue();
    assertThat(scan.status()).isEqualTo(206);
    assertThat(scan.bodyLength()).isEqualTo(1L << 30);
    assertThat(scan.bodyStart()).isEqualTo(HEAD.length());
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_complete_with_its_last_byte() {
    ByteBuffer bytes = bytes(HEAD);
    for (int end = 1; end < HEAD.length(); end++) {
      assertThat(scan.headComplete(bytes, end)).isFalse();
    }

    assertThat(scan.headComplete(bytes, HEAD.length())).isTrue();
    assertThat(scan.status()).isEqualTo(206);
  }

  @Test
  void the_name_of_the_length_may_be_written_in_any_case() {
    ByteBuffer bytes = bytes("HTTP/1.1 200 OK\r\ncONTENT-lENGTH:7\r\n\r\n");

    assertThat(scan.headComplete(bytes, bytes.limit())).isTrue();
    assertThat(scan.bodyLength()).isEqualTo(7);
  }

  @Test
  void an_answer_without_a_length_is_refused() {
    ByteBuffer bytes = bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");

    assertThatThrownBy(() -> scan.headComplete(bytes, bytes.limit()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Content-Length");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
